package fovea.tensor;

/**
 * A convolution of any geometry: rectangular filters, strides, paddings and dilations, in groups.
 *
 * @param weight [K, C / groups, R, S]
 */
record RandomConvolution(ConvGeometry geometry, int... weight) {
  /**
   * One that fits some images.
   *
   * @param channels about as many at most, before and after
   */
  static RandomConvolution of(Rng rng, int channels) {
    int groups = rng.nextInt(2) == 0 ? 1 : 1 + rng.nextInt(channels);
    int most = Math.max(1, channels / groups);
    ConvGeometry geometry =
        new ConvGeometry(size(rng, 1, 3), size(rng, 0, 3), size(rng, 1, 2), groups);
    int filters = groups * (1 + rng.nextInt(most));
    return new RandomConvolution(
        geometry, filters, 1 + rng.nextInt(most), 1 + rng.nextInt(3), 1 + rng.nextInt(3));
  }

  private static Size2d size(Rng rng, int least, int more) {
    return new Size2d(least + rng.nextInt(more), least + rng.nextInt(more));
  }

  /** The shape of a batch of images that it fits, [N, C, H, W]. */
  int[] images(Rng rng, int batch) {
    return new int[] {
      batch,
      weight[1] * geometry.groups(),
      geometry.dilation().height() * (weight[2] - 1) + 1 + rng.nextInt(5),
      geometry.dilation().width() * (weight[3] - 1) + 1 + rng.nextInt(5)
    };
  }
}
