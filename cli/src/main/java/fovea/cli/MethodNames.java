package fovea.cli;

import fovea.explain.Explanations;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Explanations as {@code --method} names them. */
final class MethodNames {
  static final String ALL = "all";

  private MethodNames() {}

  /** For picocli, whose own message would name nothing. */
  static final class Converter implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      if (!name.equals(ALL) && !Explanations.names().contains(name)) {
        throw new TypeConversionException(
            "there is no explanation `%s`, only %s and %s"
                .formatted(name, String.join(", ", Explanations.names()), ALL));
      }
      return name;
    }
  }
}
