package fovea.cli;

import fovea.attack.Attacks;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How much work attacks do; less finds less. */
final class EffortOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps along gradients, of each start (default: 100).")
  private int steps = Attacks.STANDARD.steps();

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description = "Random starts of pgd (default: 10).")
  private int restarts = Attacks.STANDARD.restarts();

  @Option(
      names = "--targets",
      paramLabel = "N",
      description = "Classes that apgd-dlr and fab aim at (default: the 9 nearest).")
  private int targets = Attacks.STANDARD.targets();

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "Images that square tries for each (default: 5000).")
  private int queries = Attacks.STANDARD.queries();

  Attacks effort() {
    Bounds.requireAtLeast(1, spec, "--steps", steps);
    Bounds.requireAtLeast(1, spec, "--restarts", restarts);
    Bounds.requireAtLeast(1, spec, "--targets", targets);
    Bounds.requireAtLeast(1, spec, "--queries", queries);
    return new Attacks(steps, restarts, targets, queries);
  }
}
