package fovea.cli;

import fovea.attack.AttackResult;
import fovea.attack.Attacker;
import fovea.attack.Attacks;
import fovea.attack.BudgetCurve;
import fovea.attack.CleanImages;
import fovea.attack.GradientCheck;
import fovea.attack.Norm;
import fovea.attack.SmallestChange;
import fovea.attack.Threat;
import fovea.data.DataSet;
import fovea.files.FileKind;
import fovea.models.Model;
import fovea.report.PerturbationSheet;
import fovea.run.TrainedModel;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Look for small changes that make a model take images for something else, and say how many"
            + " images withstand.",
    footer = {
      "",
      "Example: how robust is it, by the attacks that others report?",
      "  fovea attack runs/first --data cifar10 --images 1000",
      "",
      "Example: a first look in seconds, with a picture of the smallest changes",
      "  fovea attack runs/first --data cifar10 --attack apgd-ce --images 100 --sheet changes.png",
      "",
      "Example: other changes, and the images for another program to check",
      "  fovea attack runs/first --data cifar10 --norm l2 --epsilon 0.5 --out found.safetensors",
      "",
      "ensemble runs apgd-ce, apgd-dlr, fab and square, each on the images that are right still, as"
          + " AutoAttack does; it takes minutes for a model that withstands nothing, and hours for a"
          + " robust one and many images. Ctrl-C ends it with what was found so far. Images are those"
          + " that `fovea evaluate` judges. One counts as fooled where the model's float32 logits say"
          + " another class."
    })
final class AttackCommand implements Callable<Integer> {
  private static final int CHECKED = 100;
  private static final int SHOWN = 8;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private JudgedModelOptions subject = new JudgedModelOptions();

  @Option(
      names = "--norm",
      paramLabel = "NAME",
      converter = NormName.class,
      description =
          "How a change is measured: linf (largest change of any value; the default) or l2.")
  private Norm norm = Norm.LINF;

  @Option(
      names = "--epsilon",
      paramLabel = "BUDGET",
      converter = Epsilon.Converter.class,
      description =
          "The largest change, of values in [0, 1]: a fraction or a number (default: 8/255), and"
              + " 0.5 for l2.")
  private @Nullable Epsilon epsilon;

  @Option(
      names = "--attack",
      paramLabel = "NAME",
      converter = AttackName.Converter.class,
      description = "ensemble (the default), or fgsm, pgd, apgd-ce, apgd-dlr, fab or square alone.")
  private AttackName attack = AttackName.ENSEMBLE;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "How many, spread evenly over all (default: 500).")
  private int images = 500;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the attacks' random choices (default: 0).")
  private long seed;

  @Option(
      names = "--curve",
      description = "Also say what is left within smaller and larger budgets, by apgd-ce.")
  private boolean curve;

  @Mixin private JsonFileOption json = new JsonFileOption();

  @Option(
      names = "--out",
      paramLabel = "FILE.safetensors",
      description =
          "Write the images that were found, the clean one where none was, as `images`, beside"
              + " `clean` and `labels`.")
  private @Nullable Path out;

  @Option(
      names = "--sheet",
      paramLabel = "FILE.png",
      description = "Draw the smallest changes found for a few images.")
  private @Nullable Path sheet;

  @Mixin private EffortOptions effort = new EffortOptions();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  AttackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireUsable();
    Attacks work = effort.effort();
    int lanes = threads.number();
    Epsilon budget = epsilon == null ? usual(norm) : epsilon;
    try (TrainedModel trained = subject.open()) {
      Model network = trained.model();
      requireWithin(budget, Math.sqrt((double) network.input().elements()));
      DataSet found = subject.read(console, trained);
      Judged judged = subject.choose(console, trained, found, SplitName.TEST);
      CleanImages clean = AttackedImages.of(judged.images().images().spread(images));
      if (out != null) {
        AttackedImages.requireStorable(out, clean);
      }
      Execution how = trained.execution().onThreads(lanes);
      try (Attacker attacker = Attacker.of(network.network(), network.input(), how)) {
        attack(trained, judged, clean, attacker, work, budget);
      }
      return 0;
    }
  }

  private void requireUsable() {
    Bounds.requireAtLeast(1, spec, "--images", images);
    if (epsilon != null && norm == Norm.LINF) {
      requireWithin(epsilon, 1);
    }
    WritableFile.requireEnding(spec, "--out", out, ".safetensors");
    WritableFile.requireEnding(spec, "--sheet", sheet, ".png");
    json.requireWritable();
    WritableFile.require(out, "the images", Set.of());
    WritableFile.require(sheet, "the picture", Set.of(FileKind.PNG));
  }

  private void requireWithin(Epsilon budget, double most) {
    if (budget.value() >= most) {
      throw wrong(budget.tooLarge(most));
    }
  }

  private static Epsilon usual(Norm norm) {
    return Epsilon.of(norm == Norm.LINF ? "8/255" : "0.5");
  }

  private void attack(
      TrainedModel trained,
      Judged judged,
      CleanImages clean,
      Attacker attacker,
      Attacks work,
      Epsilon budget) {
    Rng rng = Rng.seeded(seed);
    AttackResult result = null;
    GradientCheck check;
    BudgetCurve budgets = null;
    Interruption interruption = Interruption.watch();
    AttackProgress progress = new AttackProgress(console, interruption::check);
    try (interruption;
        progress) {
      interruption.judging();
      Threat threat = new Threat(norm, budget.value());
      result = attacker.attack(clean, threat, attack.with(work), rng, progress);
      check = GradientCheck.of(attacker, clean, CHECKED, result, rng);
      if (curve) {
        budgets =
            BudgetCurve.of(
                attacker,
                clean,
                norm,
                BudgetCurve.budgets(norm),
                work.apgdCrossEntropy(),
                rng,
                progress);
      }
    } catch (CancellationException e) {
      tell(result == null ? progress.soFar() : result, result != null, judged, budget, clean);
      throw interruption.interrupted();
    }
    check.warnings().forEach(console::warn);
    AttackReport report = report(trained, judged, budget, result, check, budgets);
    report.print(json.text(console));
    json.write(console, report);
    if (out != null) {
      AttackedImages.write(out, clean, result.adversarial(), metadata(judged, budget, true));
    }
    if (sheet != null) {
      draw(sheet, trained.model(), clean, attacker, work, rng);
    }
  }

  /**
   * What an interrupt left; null is nothing.
   *
   * @param complete whether all attacks were at their end, and only what looks at them wasn't
   */
  private void tell(
      @Nullable AttackResult soFar,
      boolean complete,
      Judged judged,
      Epsilon budget,
      CleanImages clean) {
    if (soFar == null) {
      return;
    }
    String found = "";
    if (out != null) {
      AttackedImages.write(out, clean, soFar.adversarial(), metadata(judged, budget, complete));
      found = "; what was found is in " + out;
    }
    console.warn(
        "interrupted: of %s %s are right as they are, and at most %s withstand %s within %s%s."
            .formatted(
                Text.count(soFar.images(), "image"),
                Text.percent(soFar.accuracy()),
                Text.percent(soFar.robustAccuracy()),
                attack,
                AttackReport.budget(norm, budget.value()),
                found));
  }

  private AttackReport report(
      TrainedModel trained,
      Judged judged,
      Epsilon budget,
      AttackResult result,
      GradientCheck check,
      @Nullable BudgetCurve budgets) {
    return new AttackReport(
        trained.file().toString(),
        judged.set().name(),
        judged.set().fingerprint(),
        SplitName.TEST.toString(),
        judged.part(),
        attack.toString(),
        norm,
        budget.value(),
        budget.text(),
        seed,
        trained.execution().precision().toString(),
        result.images(),
        result.accuracy(),
        result.robustAccuracy(),
        AttackReport.byAttack(result),
        result.attacks(),
        check,
        check.warnings(),
        budgets == null ? null : budgets.points(),
        budgets == null ? null : effort.effort().apgdCrossEntropy().effort());
  }

  private Map<String, String> metadata(Judged judged, Epsilon budget, boolean complete) {
    return Map.of(
        "attack", attack.toString(),
        "norm", norm.toString(),
        "epsilon", String.valueOf(budget.value()),
        "data", judged.set().fingerprint(),
        "complete", String.valueOf(complete));
  }

  private void draw(
      Path file, Model network, CleanImages clean, Attacker attacker, Attacks work, Rng rng) {
    List<PerturbationSheet.Row> rows =
        SmallestChange.of(attacker, clean, norm, SHOWN, work.smallest(), rng).stream()
            .map(change -> AttackedImages.row(change, network, norm))
            .toList();
    PerturbationSheet.write(file, rows);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
