package fovea.report;

import fovea.evaluate.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as a report shows them. */
final class Figure {
  /** What isn't known. */
  static final String NONE = "–";

  private Figure() {}

  /** A share in [0, 1], or a difference of two. */
  static String percent(@Nullable Double share) {
    return share == null || !Double.isFinite(share)
        ? NONE
        : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  static String decimal(@Nullable Double value) {
    return value == null || !Double.isFinite(value)
        ? NONE
        : String.format(Locale.ROOT, "%.4f", value);
  }

  /** The bounds of a share. */
  static String percents(@Nullable Interval interval) {
    return interval == null
        ? NONE
        : "%s to %s".formatted(percent(interval.low()), percent(interval.high()));
  }

  static String decimals(@Nullable Interval interval) {
    return interval == null
        ? NONE
        : "%s to %s".formatted(decimal(interval.low()), decimal(interval.high()));
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** To four digits, without zeros that say nothing. */
  static String plain(double value) {
    return value == 0
        ? "0"
        : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  /** A budget: of 255 in L-inf, which bytes are counted in. */
  static String budget(String norm, double epsilon) {
    return norm.equals("linf") ? plain(255 * epsilon) + "/255" : plain(epsilon);
  }

  /** {@code 7 s}, {@code 3:07} or {@code 1:03:07}. */
  static String duration(double seconds) {
    long s = Math.round(seconds);
    if (s < 60) {
      return s + " s";
    }
    return s < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d h", s / 3600, s / 60 % 60, s % 60);
  }
}
