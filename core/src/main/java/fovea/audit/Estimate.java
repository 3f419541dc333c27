package fovea.audit;

/**
 * A figure with the bounds that hold the true one in about 95 of 100 samples.
 *
 * @param value of the images that there are
 */
public record Estimate(double value, double low, double high) {
  static Estimate of(double value, double standardError) {
    double half = Proportion.Z * standardError;
    return new Estimate(value, value - half, value + half);
  }

  Estimate within(double least, double most) {
    return new Estimate(value, Math.max(least, low), Math.min(most, high));
  }

  /**
   * The difference of two independent shares.
   *
   * @see <a
   *     href="https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I">Newcombe
   *     1998, method 10</a>
   */
  static Estimate difference(Proportion one, Proportion other) {
    double value = one.value() - other.value();
    return new Estimate(
        value,
        value - Math.hypot(one.value() - one.low(), other.high() - other.value()),
        value + Math.hypot(one.high() - one.value(), other.value() - other.low()));
  }

  /**
   * The difference of two shares of the same images.
   *
   * @param both images that count in the two shares
   * @param first those that count in the first alone
   * @param second those that count in the second alone
   * @param neither the rest
   * @param standardErrors by which the bounds of the shares are away
   * @see <a
   *     href="https://doi.org/10.1002/(SICI)1097-0258(19981130)17:22%3C2635::AID-SIM954%3E3.0.CO;2-C">Newcombe
   *     1998, method 10 for paired data</a>
   */
  static Estimate pairedDifference(
      long both, long first, long second, long neither, double standardErrors) {
    long images = both + first + second + neither;
    Proportion one = Proportion.of(both + first, images).boundedBy(standardErrors);
    Proportion other = Proportion.of(both + second, images).boundedBy(standardErrors);
    double alike = correlation(both, first, second, neither);
    double value = one.value() - other.value();
    return new Estimate(
        value,
        value - distance(one.value() - one.low(), other.high() - other.value(), alike),
        value + distance(one.high() - one.value(), other.value() - other.low(), alike));
  }

  private static double distance(double one, double other, double alike) {
    return Math.sqrt(Math.max(0, one * one - 2 * alike * one * other + other * other));
  }

  /** Of two shares, brought nearer to 0 as the paper has it where it is positive. */
  private static double correlation(long both, long first, long second, long neither) {
    double images = both + first + second + neither;
    double product = (double) both * neither - (double) first * second;
    double corrected = product > 0 ? Math.max(0, product - images / 2) : product;
    double square =
        ((double) both + first)
            * ((double) second + neither)
            * ((double) both + second)
            * ((double) first + neither);
    return square == 0 ? 0 : corrected / Math.sqrt(square);
  }

  /**
   * The ratio of two independent shares, as far as it is at most 1; 1 of two that are 0. A bound is
   * where one less the other times the ratio has a bound of 0 by {@link #difference}.
   *
   * @see <a href="https://doi.org/10.1177/0962280213502144">Newcombe 2016, MOVER-R</a>
   */
  static Estimate ratio(Proportion one, Proportion other) {
    double value = other.value() == 0 ? 1 : one.value() / other.value();
    double product = one.value() * other.value();
    double most = mirrored(one.high(), one.value()) * mirrored(other.low(), other.value());
    double least = mirrored(one.low(), one.value()) * mirrored(other.high(), other.value());
    double nearZero = product + Math.sqrt(Math.max(0, product * product - least));
    double below = one.low() == 0 ? 0 : mirrored(one.low(), one.value()) / nearZero;
    double above =
        other.low() == 0
            ? 1
            : (product + Math.sqrt(Math.max(0, product * product - most)))
                / mirrored(other.low(), other.value());
    return new Estimate(value, below, above).within(0, 1);
  }

  /**
   * A bound times as far on the other side of the value: the value's square less the distance's.
   */
  private static double mirrored(double bound, double value) {
    return bound * (2 * value - bound);
  }
}
