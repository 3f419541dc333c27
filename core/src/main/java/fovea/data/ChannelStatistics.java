package fovea.data;

/**
 * Mean and standard deviation of each colour over all pixels, in units of [0, 1].
 *
 * @param mean red, green, blue
 * @param std red, green, blue; 1 for a colour that never varies, so that dividing by it is harmless
 */
@SuppressWarnings("ArrayRecordComponent") // three numbers each, handed straight to a tensor
public record ChannelStatistics(float[] mean, float[] std) {

  /** So many sums: of red, green and blue values, and of their squares. */
  static final int SUMS = 6;

  /**
   * The statistics of a set's images, exact but for the last division.
   *
   * @throws IllegalArgumentException if there is no image
   */
  public static ChannelStatistics of(ImageSet images) {
    if (images.size() == 0) {
      throw new IllegalArgumentException("no images, so no statistics");
    }
    long[] sums = images.source().channelSums(images.inSource());
    double pixels = (double) images.size() * images.height() * images.width();
    float[] mean = new float[3];
    float[] std = new float[3];
    for (int c = 0; c < 3; c++) {
      double m = sums[c] / pixels;
      double variance = Math.max(0, sums[3 + c] / pixels - m * m);
      mean[c] = (float) (m / 255);
      std[c] = variance == 0 ? 1 : (float) (Math.sqrt(variance) / 255);
    }
    return new ChannelStatistics(mean, std);
  }

  /** Adds an image's values, in [0, 255], and their squares to the {@link #SUMS} sums. */
  static void addSums(byte[] pixels, long[] sums) {
    for (int channel = 0; channel < 3; channel++) {
      long sum = 0;
      long squares = 0;
      for (int p = channel; p < pixels.length; p += 3) {
        long value = pixels[p] & 0xff;
        sum += value;
        squares += value * value;
      }
      sums[channel] += sum;
      sums[3 + channel] += squares;
    }
  }
}
