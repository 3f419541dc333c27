package fovea.cli;

import fovea.attack.Attack;
import fovea.attack.Attacks;
import fovea.attack.Fgsm;
import java.util.List;
import java.util.Locale;

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

  static final class Converter extends EnumConverter<AttackName> {
    Converter() {
      super(List.of(values()), "there is no attack `%s`, only %s");
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
