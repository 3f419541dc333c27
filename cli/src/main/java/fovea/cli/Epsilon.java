package fovea.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A budget as somebody wrote it, such as {@code 8/255} or {@code 0.5}.
 *
 * @param value above 0
 */
record Epsilon(String text, double value) {
  static Epsilon of(String text) {
    String[] parts = text.split("/", -1);
    double value = number(parts[0], text);
    if (parts.length == 2) {
      value /= number(parts[1], text);
    }
    if (parts.length > 2 || !(value > 0) || Double.isInfinite(value)) {
      throw refused(text);
    }
    return new Epsilon(text, value);
  }

  private static double number(String digits, String text) {
    if (!digits.matches("\\d*\\.?\\d+([eE]-?\\d{1,3})?")) {
      throw refused(text);
    }
    return Double.parseDouble(digits);
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "`%s` is no budget, expected a fraction such as 8/255 or a number above 0 such as 0.03"
            .formatted(text));
  }

  /**
   * Why it can't be a budget for the values of an image, which are in [0, 1].
   *
   * @param most the largest change there is
   */
  String tooLarge(double most) {
    boolean whole = text.matches("\\d{1,3}");
    return "--epsilon is %s, and values of images are in [0, 1], where a change of %s can do anything; %s"
        .formatted(
            text,
            new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(most),
            whole ? "for " + text + " of 255 write " + text + "/255" : "expected less");
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<Epsilon> {
    @Override
    public Epsilon convert(String text) {
      return of(text);
    }
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
