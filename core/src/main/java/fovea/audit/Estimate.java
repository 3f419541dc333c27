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
}
