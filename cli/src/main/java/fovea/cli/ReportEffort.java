package fovea.cli;

import fovea.attack.Attacks;
import java.util.Locale;

/** How thoroughly a report measures. */
@SuppressWarnings("ImmutableEnumChecker") // attacks are a record of numbers
enum ReportEffort {
  /** Minutes for a small network. */
  QUICK(1_000, 200, new Attacks(20, 1, 3, 500)),
  /** As others report such figures. */
  FULL(5_000, 1_000, Attacks.STANDARD);

  private final int varied;
  private final int attacked;
  private final Attacks attacks;

  ReportEffort(int varied, int attacked, Attacks attacks) {
    this.varied = varied;
    this.attacked = attacked;
    this.attacks = attacks;
  }

  /** Images that are varied, each in every way. */
  int varied() {
    return varied;
  }

  /** Images that are attacked. */
  int attacked() {
    return attacked;
  }

  Attacks attacks() {
    return attacks;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
