package fovea.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values by the names that people give them; picocli's own message would name the constants. */
abstract class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final List<E> known;
  private final String otherwise;

  /**
   * @param otherwise what is said of another name, with places for it and for the known ones
   */
  EnumConverter(List<E> known, String otherwise) {
    this.known = known;
    this.otherwise = otherwise;
  }

  @Override
  public final E convert(String name) {
    return known.stream()
        .filter(value -> value.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    otherwise.formatted(
                        name, known.stream().map(E::toString).collect(Collectors.joining(", ")))));
  }
}
