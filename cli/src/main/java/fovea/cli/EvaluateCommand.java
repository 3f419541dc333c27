package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Evaluator;
import fovea.evaluate.Views;
import fovea.files.AtomicFile;
import fovea.nn.Prepared;
import fovea.train.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Judge a model on a data set: accuracy, loss, each class, and the confusions.",
    footer = {
      "",
      "Example: the figures on images that the model never saw",
      "  fovea evaluate runs/first --data cifar10",
      "",
      "Example: for a program",
      "  fovea evaluate runs/first --data cifar10 --json - | jq .accuracy"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN|MODEL", description = "The folder of a run, or a model file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "cifar10, shapes, or a folder, as for `fovea train`.")
  private String data = "";

  @Option(
      names = "--split",
      paramLabel = "NAME",
      converter = SplitName.Converter.class,
      description =
          "test, validation or train; test unless given. Validation and train are those of the"
              + " model's run.")
  private SplitName split = SplitName.TEST;

  @Option(
      names = "--views",
      description =
          "Also say the accuracy over mirrored and shifted views of each image, which takes seven"
              + " times as long.")
  private boolean views;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures as JSON; - is standard output.")
  private @Nullable String json;

  @Option(names = "--int8", description = "In 8-bit whole numbers, after `fovea quantize RUN`.")
  private boolean int8;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireFolderOf(json);
    try (TrainedModel trained = TrainedModel.open(model);
        Prepared network = trained.prepared(int8)) {
      DataSet set =
          trained.asTrainedOn(
              DataArgument.open(
                  console,
                  data,
                  trained.model().input(),
                  trained.recipe().orElseGet(Recipe::standard)));
      trained.requireClassesOf(set, data);
      requireKnownSplit(set, trained);
      Split images = images(set, trained.recipe());
      Evaluation plain = Evaluator.evaluate(network, images, Views.PLAIN);
      Double withViews =
          views ? Evaluator.evaluate(network, images, Views.MIRRORED_AND_SHIFTED).accuracy() : null;
      EvaluationReport report =
          EvaluationReport.of(
              trained, trained.precisionName(int8), set, split.toString(), plain, withViews);
      report.print(console.text("-".equals(json)));
      if ("-".equals(json)) {
        console.out().print(Json.of(report));
      } else if (json != null) {
        AtomicFile.write(Path.of(json), Json.of(report));
      }
      return 0;
    }
  }

  /** What a run held out of its data is not known of other data. */
  private void requireKnownSplit(DataSet set, TrainedModel trained) {
    if (!trained.knowsOtherDataThan(set)) {
      return;
    }
    if (split != SplitName.TEST && !set.hasValidation()) {
      throw new FoveaException(
          "%s: not the data that the model was trained on, so its %s split is not known; judge it on test"
              .formatted(data, split));
    }
    if (split == SplitName.TEST && set.testHeldOut()) {
      console
          .err()
          .printf(
              "fovea: %s is not as it was when the model was trained; if it holds images that the model was trained on, the figures flatter it%n",
              data);
    }
  }

  /** As the model's run had them, so that nothing it trained on is taken for held out. */
  private Split images(DataSet set, Optional<Recipe> recipe) {
    if (split == SplitName.TEST) {
      return whole(set).test();
    }
    if (recipe.isEmpty() && !set.hasValidation()) {
      throw new FoveaException(
          "%s: doesn't say which images were held out, so there is no %s split; judge it on test"
              .formatted(model, split));
    }
    Splits splits = recipe.map(r -> r.split(set)).orElseGet(() -> whole(set));
    return split == SplitName.TRAIN
        ? splits.train()
        : splits
            .validation()
            .orElseThrow(
                () -> new FoveaException(model + ": its run held nothing out for validation"));
  }

  private static Splits whole(DataSet set) {
    return set.splits();
  }

  /** Before the work rather than after it. */
  private static void requireFolderOf(@Nullable String file) {
    if (file != null) {
      Path folder = Path.of(file).toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new FoveaException(file + ": can't be written, its folder doesn't exist");
      }
    }
  }
}
