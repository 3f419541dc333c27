package fovea.settings;

import fovea.FoveaException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that a number may take; its text is what an error message shows. */
public record Range(double least, boolean hasLeast, double most, boolean hasMost, String unit) {
  private static final Pattern INTERVAL = Pattern.compile("([\\[(])(\\S+), (\\S+)([\\])])");

  /**
   * As mathematics writes it: {@code [0, 1)} has 0, but not 1; {@code inf} is no bound. Empty is
   * any number.
   */
  public static Range parse(String interval) {
    if (interval.isEmpty()) {
      return new Range(Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true, "");
    }
    Matcher parts = INTERVAL.matcher(interval);
    if (!parts.matches()) {
      throw new IllegalArgumentException(interval + " is no interval such as [0, 1)");
    }
    return new Range(
        Double.parseDouble(parts.group(2)),
        parts.group(1).equals("["),
        parts.group(3).equals("inf")
            ? Double.POSITIVE_INFINITY
            : Double.parseDouble(parts.group(3)),
        parts.group(4).equals("]"),
        "");
  }

  public boolean isAny() {
    return Double.isInfinite(least);
  }

  public Range in(String newUnit) {
    return new Range(least, hasLeast, most, hasMost, newUnit);
  }

  public boolean contains(double value) {
    return (hasLeast ? value >= least : value > least)
        && (hasMost ? value <= most : value < most)
        && !Double.isInfinite(value);
  }

  /**
   * @throws FoveaException naming the key, if {@code value} lies outside
   */
  public void check(String key, double value) {
    if (!contains(value)) {
      throw new FoveaException(refusal("`" + key + "`", YamlText.number(value)));
    }
  }

  public String refusal(String what, String found) {
    return what + " is " + found + ", allowed is " + this;
  }

  @Override
  public String toString() {
    if (isAny()) {
      return "any";
    }
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
