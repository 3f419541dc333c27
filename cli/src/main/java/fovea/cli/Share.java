package fovea.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share as people write it: {@code 0.02}, {@code 2%} or {@code 2 %}. */
final class Share implements ITypeConverter<Double> {
  private static final Pattern FORM = Pattern.compile("(\\d{0,9}(?:\\.\\d{1,9})?)\\s?(%?)");

  @Override
  public Double convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || form.group(1).isEmpty()) {
      throw new TypeConversionException(
          "`%s` is no share, expected one such as 0.02 or 2%%".formatted(text));
    }
    double number = Double.parseDouble(form.group(1));
    return form.group(2).isEmpty() ? number : number / 100;
  }
}
