package fovea.evaluate;

/**
 * The exact upper bound of a share.
 *
 * @see <a href="https://doi.org/10.1093/biomet/26.4.404">Clopper and Pearson 1934</a>
 */
final class BinomialBound {
  /** Halvings of [0, 1] after which nothing of a double is left. */
  private static final int HALVINGS = 60;

  private BinomialBound() {}

  /**
   * The share with which so few hits, or fewer, have the probability {@code delta}.
   *
   * @param hits of {@code images}, at most as many
   */
  static double above(long hits, long images, double delta) {
    if (hits >= images) {
      return 1;
    }
    double low = (double) hits / images;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (atMost(hits, images, middle) > delta) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * The probability of at most so many hits, which are fewer than expected: terms from the largest
   * down, as multiples of it.
   */
  static double atMost(long hits, long images, double share) {
    double log = images * Math.log1p(-share);
    double odds = share / (1 - share);
    for (long i = 1; i <= hits; i++) {
      log += Math.log((double) (images - i + 1) / i * odds);
    }
    double terms = 1;
    double term = 1;
    for (long i = hits; i > 0; i--) {
      term *= i / ((images - i + 1) * odds);
      terms += term;
    }
    return Math.exp(log) * terms;
  }
}
