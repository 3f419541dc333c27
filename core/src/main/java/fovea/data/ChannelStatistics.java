package fovea.data;

/**
 * Mean and standard deviation of each colour over all pixels, in units of [0, 1].
 *
 * @param mean red, green, blue
 * @param std red, green, blue; 1 for a colour that never varies, so that dividing by it is harmless
 */
@SuppressWarnings("ArrayRecordComponent") // three numbers each, handed straight to a tensor
public record ChannelStatistics(float[] mean, float[] std) {

  /** Of images that aren't in memory, no more are looked at. */
  static final int SAMPLE = 10_000;

  /**
   * The statistics of a set's images, exact but for the last division; of more than {@link #SAMPLE}
   * that aren't in memory, those of so many, spread evenly over an order that is random.
   *
   * @throws IllegalArgumentException if there is no image
   */
  public static ChannelStatistics of(ImageSet images) {
    if (images.size() == 0) {
      throw new IllegalArgumentException("no images, so no statistics");
    }
    long[] sum = new long[3];
    long[] squares = new long[3];
    int looked = images.place().inMemory() ? images.size() : Math.min(images.size(), SAMPLE);
    for (int i = 0; i < looked; i++) {
      byte[] pixels = images.pixels((int) ((long) i * images.size() / looked));
      for (int p = 0; p < pixels.length; p++) {
        long value = pixels[p] & 0xff;
        sum[p % 3] += value;
        squares[p % 3] += value * value;
      }
    }
    double pixels = (double) looked * images.height() * images.width();
    float[] mean = new float[3];
    float[] std = new float[3];
    for (int c = 0; c < 3; c++) {
      double m = sum[c] / pixels;
      double variance = Math.max(0, squares[c] / pixels - m * m);
      mean[c] = (float) (m / 255);
      std[c] = variance == 0 ? 1 : (float) (Math.sqrt(variance) / 255);
    }
    return new ChannelStatistics(mean, std);
  }
}
