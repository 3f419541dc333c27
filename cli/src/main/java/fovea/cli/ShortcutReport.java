package fovea.cli;

import fovea.audit.Proportion;
import fovea.audit.ShortcutProbe;
import fovea.data.ImageSet;
import fovea.nn.Prepared;
import fovea.tensor.Rng;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model's predictions follow: what programs read, and what people do.
 *
 * @param images how many were altered
 * @param shortcut what is followed far above chance besides the object, or null
 */
record ShortcutReport(int images, @Nullable String shortcut, List<Factor> factors) {
  static final long SEED = 1;

  /** Why there may be nothing to probe. */
  static final String ONE_CLASS =
      "the model takes all images for the same class, so there is nothing that its predictions follow";

  /** As {@link ShortcutProbe.Followed} has it. */
  record Factor(
      String name,
      Proportion keptWithout,
      Proportion kept,
      Proportion follows,
      double excess,
      double excessAtLeast) {}

  /** Empty if the model takes all images for the same class. */
  static Optional<ShortcutReport> of(Prepared network, ImageSet images, int threads) {
    return ShortcutProbe.of(network, images, threads, Rng.seeded(SEED)).map(ShortcutReport::of);
  }

  private static ShortcutReport of(ShortcutProbe probe) {
    return new ShortcutReport(
        probe.images(),
        probe.shortcut() == null ? null : probe.shortcut().toString(),
        probe.factors().stream()
            .map(
                found ->
                    new Factor(
                        found.factor().toString(),
                        found.keptWithout(),
                        found.kept(),
                        found.follows(),
                        found.excess(),
                        found.excessAtLeast()))
            .toList());
  }

  void print(PrintStream out) {
    out.println();
    out.println(
        "what predictions follow, when it is swapped between %s"
            .formatted(Text.count(images, "image")));
    Table table = Table.aligned("lrrrrr");
    table.row("", "stay without", "stay when swapped", "follow", "more than lost ones", "at least");
    for (Factor factor : factors) {
      table.row(
          factor.name,
          Text.percent(factor.keptWithout.value()),
          Text.percent(factor.kept.value()),
          Text.percent(factor.follows.value()),
          Text.percent(factor.excess),
          Text.percent(factor.excessAtLeast));
    }
    table.print(out);
    out.println(
        shortcut == null
            ? "No shortcut among them: besides the object nothing is surely followed far above chance."
            : "A shortcut: predictions follow the " + shortcut + ".");
  }
}
