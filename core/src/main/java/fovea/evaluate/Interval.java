package fovea.evaluate;

/**
 * Where a figure lies with 95 % confidence: a share of images by its binomial distribution, other
 * figures by the {@link Bootstrap}.
 */
public record Interval(double low, double high) {
  /** The normal distribution's 97.5 % point. */
  private static final double Z = 1.959963984540054;

  /**
   * Where a share of images lies. Unlike resamples it has room where all or none of a few images
   * count: 3 of 3 is [0.44, 1].
   *
   * @return [0, 1] of no images
   * @throws IllegalArgumentException if {@code hits} isn't in [0, {@code images}]
   * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
   */
  public static Interval ofShare(long hits, long images) {
    return ofShare(hits, images, Z);
  }

  /**
   * The same with bounds that are so many standard errors away.
   *
   * @throws IllegalArgumentException if {@code hits} isn't in [0, {@code images}]
   */
  public static Interval ofShare(long hits, long images, double standardErrors) {
    if (hits < 0 || hits > images) {
      throw new IllegalArgumentException(hits + " of " + images + " images");
    }
    if (images == 0) {
      return new Interval(0, 1);
    }
    double square = standardErrors * standardErrors / images;
    double share = (double) hits / images;
    double middle = (share + square / 2) / (1 + square);
    double half = Math.sqrt(share * (1 - share) * square + square * square / 4) / (1 + square);
    return new Interval(
        Math.max(0, Math.min(share, middle - half)), Math.min(1, Math.max(share, middle + half)));
  }
}
