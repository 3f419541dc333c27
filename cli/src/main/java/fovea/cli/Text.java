package fovea.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.jline.utils.WCWidth;

/** Figures as people read them. */
final class Text {
  private static final int SHOWN = 6;

  private Text() {}

  /** A share in [0, 1], with two digits after the point. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /** A measured figure, to about four digits: more would be noise. */
  static double rounded(double figure) {
    return new BigDecimal(figure).round(new MathContext(4)).doubleValue();
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A name with its count, such as {@code 1 image} and {@code 5,000 images}. */
  static String count(long number, String singular) {
    return number(number) + " " + singular + (number == 1 ? "" : "s");
  }

  /** How many columns of a terminal a text takes: wide characters two, combining ones none. */
  static int columns(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /** {@code 7 s}, {@code 3:07} or {@code 1:03:07}. */
  static String duration(double seconds) {
    long s = Math.round(seconds);
    if (s < 60) {
      return s + " s";
    }
    return s < 3600
        ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }

  /** {@code 40 seconds}, {@code 12 minutes} or {@code 2.5 hours}: of times that are estimated. */
  static String roughly(double seconds) {
    if (seconds < 90) {
      return count(Math.max(1, Math.round(seconds)), "second");
    }
    return seconds < 90 * 60
        ? count(Math.round(seconds / 60), "minute")
        : String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
  }

  /** The first names of a list as part of a sentence, and how many more there are. */
  static String names(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : "%s and %d more"
            .formatted(String.join(", ", names.subList(0, SHOWN)), names.size() - SHOWN);
  }
}
