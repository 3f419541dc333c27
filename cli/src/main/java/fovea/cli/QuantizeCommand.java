package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.Splits;
import fovea.evaluate.Int8Report;
import fovea.nn.Module;
import fovea.recipe.Recipe;
import fovea.run.RunFolder;
import fovea.run.TrainedModel;
import fovea.tensor.Execution;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Prepare a run's model for 8-bit whole numbers, which are faster, if they cost it less than"
            + " half a point of accuracy.",
    footer = {
      "",
      "Example: from then on --int8 can be given to predict, evaluate and bench predict",
      "  fovea quantize runs/first",
      "  fovea predict runs/first --int8 holiday/*.jpg",
      "",
      "The ranges of the layers' inputs are taken from training images, the accuracies from the"
          + " validation split; where the run has none, from other training images. Both are"
          + " written to int8.json in the run's folder. The test split chooses nothing: what int8"
          + " reaches on it says `fovea evaluate RUN --int8 --data DATA`."
    })
final class QuantizeCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "The folder of a run that has ended.")
  private Path run = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Where the run's data lie now (default: where they lay then).")
  private @Nullable String data;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Training images to take the ranges from (default: 512), and at most half of them"
              + " where others must judge.")
  private int images = 512;

  @Mixin private JsonFileOption json = new JsonFileOption();

  QuantizeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Bounds.requireAtLeast(1, spec, "--images", images);
    json.requireWritable();
    RunFolder folder = RunFolder.open(run);
    try (TrainedModel trained = TrainedModel.open(run)) {
      String source = data == null ? folder.environment().data() : data;
      Recipe recipe = trained.recipe().orElseGet(folder::recipe);
      DataSet set =
          trained.asTrainedOn(DataArgument.open(console, source, trained.model().input(), recipe));
      if (!trained.wasTrainedOn(set)) {
        throw new FoveaException(
            source
                + ": not as it was when the model was trained, and int8 is judged by the same data;"
                + " name where they lie by --data");
      }
      Int8Report report = report(trained, recipe.split(set));
      print(report, set);
      json.write(console, Figures.of(report));
      if (report.costsTooMuch()) {
        throw new FoveaException(
            String.format(
                Locale.ROOT,
                "%s: int8 costs %.2f points of accuracy, expected less than %.1f, so nothing was"
                    + " written; use the model in %s",
                run,
                report.points(),
                Int8Report.TOO_MUCH,
                report.precision()));
      }
      folder.write(report.ofWeights(trained.weightsSha256()));
      json.text(console).println();
      Table.leftAligned().row("written", folder.int8File()).print(json.text(console));
      return 0;
    }
  }

  private Int8Report report(TrainedModel trained, Splits splits) {
    Module network = trained.model().network();
    Execution how = trained.execution();
    return splits
        .validation()
        .filter(validation -> validation.images().size() > 0)
        .map(judge -> Int8Report.of(network, splits.train(), images, judge, how))
        .orElseGet(() -> Int8Report.of(network, splits.train(), images, how));
  }

  private void print(Int8Report report, DataSet set) {
    boolean validated = report.judgedBy().equals(Int8Report.VALIDATION);
    Table.leftAligned()
        .row(
            report.precision(),
            "%s of %s, %s of %s"
                .formatted(
                    Text.percent(report.accuracy()),
                    Text.count(Objects.requireNonNull(report.judgedImages()), "image"),
                    validated ? "validation split" : "train split, which the ranges aren't of,",
                    set.name()))
        .row("int8", Text.percent(report.int8Accuracy()))
        .row("loss", String.format(Locale.ROOT, "%.2f points", report.points()))
        .row(
            "layers",
            "%d in int8, by the ranges of %s"
                .formatted(report.layers().size(), Text.count(report.images(), "training image")))
        .print(json.text(console));
  }

  /**
   * What programs read.
   *
   * @param points of accuracy that int8 costs
   * @param usable whether they are few enough, so that the ranges were written
   * @param layers in whole numbers
   */
  private record Figures(
      String precision,
      double accuracy,
      double int8Accuracy,
      double points,
      boolean usable,
      String judgedBy,
      @Nullable Integer judgedImages,
      int images,
      List<String> layers) {
    static Figures of(Int8Report report) {
      return new Figures(
          report.precision(),
          report.accuracy(),
          report.int8Accuracy(),
          report.points(),
          !report.costsTooMuch(),
          report.judgedBy(),
          report.judgedImages(),
          report.images(),
          List.copyOf(report.layers().keySet()));
    }
  }
}
