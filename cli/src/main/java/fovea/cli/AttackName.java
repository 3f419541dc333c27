package fovea.cli;

import fovea.attack.Attack;
import fovea.attack.Attacks;
import fovea.attack.Fgsm;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Attacks as {@code --attack} names them. */
enum AttackName {
  ENSEMBLE,
  FGSM,
  PGD,
  APGD_CE,
  APGD_DLR,
  FAB,
  SQUARE;

  /** What is run, in order. */
  List<Attack> with(Attacks effort) {
    return switch (this) {
      case ENSEMBLE -> effort.ensemble();
      case FGSM -> List.of(new Fgsm());
      case PGD -> List.of(effort.pgd());
      case APGD_CE -> List.of(effort.apgdCrossEntropy());
      case APGD_DLR -> List.of(effort.apgdTargeted());
      case FAB -> List.of(effort.fab());
      case SQUARE -> List.of(effort.square());
    };
  }

  /** For picocli, whose own message would name the constants. */
  static final class Converter implements ITypeConverter<AttackName> {
    @Override
    public AttackName convert(String name) {
      return Arrays.stream(values())
          .filter(attack -> attack.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no attack `%s`, only %s"
                          .formatted(
                              name,
                              Arrays.stream(values())
                                  .map(AttackName::toString)
                                  .collect(Collectors.joining(", ")))));
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
