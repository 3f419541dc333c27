package fovea.train;

import fovea.FoveaException;

/** The values that a number in a recipe may take; its text is what an error message shows. */
record Range(double least, boolean hasLeast, double most, boolean hasMost, String unit) {
  static Range between(double least, double most) {
    return new Range(least, true, most, true, "");
  }

  static Range atLeast(double least) {
    return between(least, Double.POSITIVE_INFINITY);
  }

  /** Without {@code least} itself. */
  static Range above(double least, double most) {
    return new Range(least, false, most, true, "");
  }

  /** Without {@code most} itself. */
  static Range below(double least, double most) {
    return new Range(least, true, most, false, "");
  }

  Range in(String newUnit) {
    return new Range(least, hasLeast, most, hasMost, newUnit);
  }

  boolean contains(double value) {
    return (hasLeast ? value >= least : value > least)
        && (hasMost ? value <= most : value < most)
        && !Double.isInfinite(value);
  }

  /**
   * @throws FoveaException naming the key, if {@code value} lies outside
   */
  void check(String key, double value) {
    if (!contains(value)) {
      throw new FoveaException(refusal("`" + key + "`", YamlText.number(value)));
    }
  }

  String refusal(String what, String found) {
    return what + " is " + found + ", allowed is " + this;
  }

  @Override
  public String toString() {
    String low = YamlText.number(least);
    String high = YamlText.number(most);
    String bounds;
    if (Double.isInfinite(most)) {
      bounds = (hasLeast ? "at least " : "above ") + low;
    } else if (hasLeast && hasMost) {
      bounds = low + " to " + high;
    } else {
      bounds =
          (hasLeast ? "at least " : "above ") + low + (hasMost ? ", at most " : ", below ") + high;
    }
    return unit.isEmpty() ? bounds : bounds + " " + unit;
  }
}
