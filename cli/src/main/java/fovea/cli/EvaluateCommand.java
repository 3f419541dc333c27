package fovea.cli;

import fovea.FoveaException;
import fovea.audit.GroupReport;
import fovea.data.DataSet;
import fovea.data.ImageGroups;
import fovea.data.ImageSet;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Evaluator;
import fovea.evaluate.Outputs;
import fovea.evaluate.Views;
import fovea.files.AtomicFile;
import fovea.nn.Prepared;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
      "Example: new photos, in a folder for each class; some of the classes are enough",
      "  fovea evaluate runs/pets --data new-photos/",
      "",
      "Of the data that the model was trained on, the images that its run held out are judged; of"
          + " another folder those in test/, or all of them if there is none.",
      "",
      "Example: is it as good by night as by day?",
      "  fovea evaluate runs/street --data street/ --groups light.csv",
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
      description = "cifar10, shapes, or a folder, as for `fovea train`; test/ alone will do, too.")
  private String data = "";

  @Option(
      names = "--split",
      paramLabel = "NAME",
      converter = SplitName.Converter.class,
      description =
          "test, validation or train; test unless given. Validation and train are those of the"
              + " model's run, or val/ and train/ of another folder that has both.")
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

  @Option(
      names = "--groups",
      paramLabel = "FILE.csv|folders",
      description =
          "Also the figures by group of images: by the columns of a CSV file, file and one or more"
              + " others, or by the folders below those of the classes.")
  private @Nullable String groups;

  @Option(
      names = "--shortcuts",
      description =
          "Also what predictions follow: colours, surroundings, position or the middle, by swapping"
              + " each between images.")
  private boolean shortcuts;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireWritable(json);
    try (TrainedModel trained = TrainedModel.open(model);
        Prepared network = trained.prepared(int8)) {
      DataSet found =
          DataArgument.openToJudge(
              console, data, trained.model().input(), trained.recipe().orElseGet(Recipe::standard));
      Judged judged = Judged.of(trained, found, data, split);
      judged.notes().forEach(console::warn);
      int threads = trained.execution().threads();
      Evaluation plain = Evaluator.evaluate(network, judged.images(), threads, Views.PLAIN);
      Double withViews =
          views
              ? Evaluator.evaluate(network, judged.images(), threads, Views.MIRRORED_AND_SHIFTED)
                  .accuracy()
              : null;
      EvaluationReport report =
          EvaluationReport.of(
              trained,
              int8 ? "int8" : trained.execution().precision().toString(),
              judged,
              split.toString(),
              plain,
              withViews,
              groups == null ? null : groups(network, judged, threads),
              shortcuts ? ShortcutReport.of(network, judged.images().images(), threads) : null);
      report.print(console.text("-".equals(json)));
      if ("-".equals(json)) {
        console.out().print(Json.of(report));
      } else if (json != null) {
        AtomicFile.write(Path.of(json), Json.of(report));
      }
      return 0;
    }
  }

  private List<GroupReport> groups(Prepared network, Judged judged, int threads) {
    ImageSet images = judged.images().images();
    List<ImageGroups> found =
        ImageGroups.from(Objects.requireNonNull(groups), judged.set().unseen(), images);
    int without = found.get(0).without();
    if (without > 0) {
      console.warn(Text.count(without, "image") + " in no group, which count in the whole alone");
    }
    Outputs<?> outputs = Outputs.of(network, judged.images(), threads, Views.PLAIN);
    return found.stream().map(each -> GroupReport.of(each, outputs)).toList();
  }

  /** Before the work rather than after it. */
  private static void requireWritable(@Nullable String file) {
    if (file != null) {
      Path folder = Path.of(file).toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new FoveaException(file + ": can't be written, its folder doesn't exist");
      }
      if (Files.isDirectory(Path.of(file))) {
        throw new FoveaException(file + ": a folder, expected the name of a file for the figures");
      }
    }
  }
}
