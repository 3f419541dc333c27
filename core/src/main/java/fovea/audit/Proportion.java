package fovea.audit;

/**
 * A share of images, with the bounds that hold the true share in 95 of 100 samples.
 *
 * @param value in [0, 1]; 0 of no images
 * @param low bound, in [0, 1]
 * @param high bound, in [0, 1]
 * @param images that it is a share of
 * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
 */
public record Proportion(double value, double low, double high, long images) {
  /** The normal distribution's 97.5 % point. */
  static final double Z = 1.959963984540054;

  /**
   * So many of so many.
   *
   * @throws IllegalArgumentException if {@code hits} isn't in [0, {@code images}]
   */
  public static Proportion of(long hits, long images) {
    if (hits < 0 || hits > images) {
      throw new IllegalArgumentException(hits + " of " + images + " images");
    }
    if (images == 0) {
      return new Proportion(0, 0, 1, 0);
    }
    double share = (double) hits / images;
    double shrink = 1 + Z * Z / images;
    double middle = (share + Z * Z / (2 * images)) / shrink;
    double half =
        Z / shrink * Math.sqrt(share * (1 - share) / images + Z * Z / (4.0 * images * images));
    return new Proportion(
        share,
        Math.max(0, Math.min(share, middle - half)),
        Math.min(1, Math.max(share, middle + half)),
        images);
  }
}
