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
