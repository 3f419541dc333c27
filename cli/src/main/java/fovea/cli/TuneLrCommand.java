package fovea.cli;

import fovea.data.DividedData;
import fovea.files.FileKind;
import fovea.recipe.Recipe;
import fovea.report.RatePicture;
import fovea.run.LearningRateFinder;
import fovea.run.StartingWeights;
import fovea.settings.Declared;
import fovea.settings.YamlText;
import fovea.train.RateCurve;
import fovea.train.RateSweep;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        "Find a learning rate: train for a few steps, each at a larger one, and see where the loss"
            + " falls.",
    footer = {
      "",
      "Example: which rate suits a network of my own making?",
      "  fovea tune lr --data cifar10 --recipe resnet18",
      "",
      "Example: with another optimiser, and its figures for programs",
      "  fovea tune lr --data cifar10 --set optimizer.name=lamb --json rates.json",
      "",
      "What is suggested is a tenth of the rate at which the loss was least: the peak of a schedule."
          + " Only training images are looked at, and no model is kept. docs/training.md says how"
          + " to read the curve."
    })
final class TuneLrCommand implements Callable<Integer> {
  /** Times the recipe's own rate. */
  private static final double LOW = 1e-3;

  private static final double HIGH = 100;

  /** What a recipe allows. */
  private static final double MOST = 1000;

  private static final int FEWEST = 10;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DataAndRecipeOptions asked = new DataAndRecipeOptions();

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Change a value of the recipe, such as optimizer.name=adamw.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "FILE|RUN|NAME",
      description =
          "Start from weights, as train does; by the recipe finetune unless one is given.")
  private @Nullable String from;

  @Option(names = "--steps", paramLabel = "N", description = "How many (default: 100).")
  private int steps = 100;

  @Option(
      names = "--min",
      paramLabel = "RATE",
      description = "The first step's (default: a thousandth of the recipe's).")
  private @Nullable Double min;

  @Option(
      names = "--max",
      paramLabel = "RATE",
      description = "The last step's (default: a hundred times the recipe's).")
  private @Nullable Double max;

  @Option(
      names = "--out",
      paramLabel = "FILE.svg",
      description = "The picture of the curve (default: learning-rate.svg).")
  private Path out = Path.of("learning-rate.svg");

  @Mixin private JsonFileOption json = new JsonFileOption();

  TuneLrCommand(Console console) {
    this.console = console;
  }

  /** What programs read. */
  private record Report(
      String recipe,
      String data,
      String model,
      String optimizer,
      @Nullable Double suggested,
      @Nullable Double steepest,
      double least,
      boolean diverged,
      List<RateCurve.Point> points,
      String picture) {}

  @Override
  public Integer call() {
    Bounds.requireAtLeast(FEWEST, spec, "--steps", steps);
    WritableFile.requireEnding(spec, "--out", out, ".svg");
    WritableFile.require(out, "the picture", Set.of(FileKind.SVG));
    json.requireWritable();
    String name = asked.recipe(from);
    Recipe told = Recipe.of(name).with(settings);
    Recipe starting = from == null ? told : told.startingFrom(from);
    RateSweep sweep = sweep(starting);
    StartingWeights.requireFit(starting);
    Recipe chosen = StartingWeights.resolve(starting);
    DividedData divided = DataArgument.open(console, asked.data(), chosen);
    RateCurve curve = curve(chosen, divided, sweep);
    RatePicture.write(out, curve);
    report(name, chosen, divided, curve);
    return 0;
  }

  private RateSweep sweep(Recipe told) {
    double rate = told.optimizer().learningRate();
    double least = min == null ? LOW * rate : min;
    double most = max == null ? Math.min(MOST, HIGH * rate) : max;
    if (!(least > 0 && least < most && most <= MOST)) {
      throw wrong(
          "--min is %s and --max is %s, expected two rates above 0 and at most 1000, the second the larger one"
              .formatted(least, most));
    }
    return new RateSweep(least, most, steps);
  }

  private RateCurve curve(Recipe chosen, DividedData divided, RateSweep sweep) {
    Interruption interruption = Interruption.watch();
    try (interruption;
        SweepProgress progress = new SweepProgress(console, steps)) {
      return LearningRateFinder.find(
          chosen,
          divided,
          sweep,
          (done, rate, loss) -> {
            progress.step(done, rate, loss);
            return interruption.answer();
          });
    } catch (CancellationException e) {
      console.warn("interrupted; nothing was kept.");
      throw interruption.interrupted();
    }
  }

  private void report(String name, Recipe chosen, DividedData divided, RateCurve curve) {
    PrintStream text = json.text(console);
    print(text, curve);
    text.println("The curve is in " + out + ".");
    json.write(
        console,
        new Report(
            name,
            divided.set().name(),
            chosen.model().name(),
            Declared.name(chosen.optimizer().getClass()),
            curve.suggested(),
            curve.steepest(),
            curve.least(),
            curve.diverged(),
            curve.points(),
            out.toString()));
  }

  private void print(PrintStream text, RateCurve curve) {
    List<RateCurve.Point> points = curve.points();
    double first = points.get(0).smoothed();
    double least = points.stream().mapToDouble(RateCurve.Point::smoothed).min().orElseThrow();
    text.println("Smoothed loss by learning rate:");
    new TextPlot(
            points.stream().mapToDouble(RateCurve.Point::smoothed).toArray(),
            least,
            Math.max(first, least + 0.01) + (first - least) / 2)
        .lines(
            TextPlot.number(points.get(0).learningRate()),
            TextPlot.number(points.get(points.size() - 1).learningRate()))
        .forEach(text::println);
    if (curve.suggested() == null) {
      text.println(
          "The loss never fell, so no rate is suggested; try a smaller --min, or more --steps.");
      return;
    }
    text.printf(
        Locale.ROOT,
        "Suggested: %1$s, a tenth of %2$s, where the loss was least; it fell fastest at %3$s.%n"
            + "Train with it by --set optimizer.learningRate=%1$s%n",
        rounded(curve.suggested()),
        TextPlot.number(curve.least()),
        TextPlot.number(curve.steepest() == null ? curve.least() : curve.steepest()));
    if (!curve.diverged()) {
      text.println(
          "The loss was still in bounds at the largest rate; a larger --max shows where it ends.");
    }
  }

  /** As people write it: two digits. */
  private static String rounded(double rate) {
    return YamlText.number(new BigDecimal(rate).round(new MathContext(2)).doubleValue());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
