package fovea.cli;

import fovea.run.Spread;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a share comes out in several runs, as people read it. */
final class SpreadText {
  private SpreadText() {}

  /** {@code 93.12 % ± 0.21}: the mean and the standard deviation of a run, in points. */
  static String percent(@Nullable Spread spread) {
    if (spread == null) {
      return "-";
    }
    String mean = Text.percent(spread.mean());
    return spread.deviation() == null
        ? mean
        : String.format(Locale.ROOT, "%s ± %.2f", mean, 100 * spread.deviation());
  }
}
