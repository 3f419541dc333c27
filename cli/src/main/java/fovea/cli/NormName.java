package fovea.cli;

import fovea.attack.Norm;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For picocli, whose own message would name the constants. */
final class NormName implements ITypeConverter<Norm> {
  @Override
  public Norm convert(String name) {
    return Arrays.stream(Norm.values())
        .filter(norm -> norm.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no norm `%s`, only linf and l2".formatted(name)));
  }
}
