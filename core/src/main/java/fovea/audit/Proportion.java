package fovea.audit;

import fovea.evaluate.Interval;

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
    return of(hits, images, Z);
  }

  private static Proportion of(long hits, long images, double z) {
    Interval bounds = Interval.ofShare(hits, images, z);
    double share = images == 0 ? 0 : (double) hits / images;
    return new Proportion(share, bounds.low(), bounds.high(), images);
  }

  /** The same with bounds that are so many standard errors away. */
  Proportion boundedBy(double standardErrors) {
    return of(Math.round(value * images), images, standardErrors);
  }

  /**
   * The square of its standard error, by two hits and two misses more: 0 or all of a few images
   * isn't certain.
   *
   * @see <a href="https://doi.org/10.1080/00031305.1998.10480550">Agresti and Coull 1998</a>
   */
  double variance() {
    double share = (value * images + 2) / (images + 4);
    return share * (1 - share) / (images + 4);
  }
}
