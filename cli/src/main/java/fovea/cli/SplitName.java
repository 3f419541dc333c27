package fovea.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A part of a data set, as {@code --split} names it. */
enum SplitName {
  TEST,
  VALIDATION,
  TRAIN;

  /** For picocli, whose own message would name the constants. */
  static final class Converter implements ITypeConverter<SplitName> {
    @Override
    public SplitName convert(String name) {
      return Arrays.stream(values())
          .filter(split -> split.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no split `%s`, only test, validation and train".formatted(name)));
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
