package fovea.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a report measures, in the order in which it does. */
enum ReportPart {
  /** What all else is told by. */
  ACCURACY("accuracy and classes"),
  GAP("generalisation gap"),
  CALIBRATION("calibration"),
  UNKNOWN("unknown inputs"),
  CORRUPTIONS("corruptions"),
  SWEEPS("turns, shifts and other sweeps"),
  ATTACKS("attacks"),
  BUDGETS("attacks by budget"),
  CHANGES("smallest changes"),
  GROUPS("groups"),
  SHORTCUTS("what predictions follow"),
  COST("cost");

  private final String title;

  ReportPart(String title) {
    this.title = title;
  }

  /** As people read it. */
  String title() {
    return title;
  }

  /** For picocli, whose own message would name the constants. */
  static final class Converter implements ITypeConverter<ReportPart> {
    @Override
    public ReportPart convert(String name) {
      return Arrays.stream(values())
          .filter(part -> part != ACCURACY && part.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no part `%s` that can be left out, only %s"
                          .formatted(
                              name,
                              Arrays.stream(values())
                                  .skip(1)
                                  .map(ReportPart::toString)
                                  .collect(Collectors.joining(", ")))));
    }
  }

  /** As options and files have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
