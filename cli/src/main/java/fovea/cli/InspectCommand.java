package fovea.cli;

import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.evaluate.Temperature;
import fovea.files.FileKind;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.inspect.ActivationMaximisation;
import fovea.inspect.ClassImage;
import fovea.inspect.DataView;
import fovea.inspect.FeatureMaps;
import fovea.inspect.FirstFilters;
import fovea.inspect.Inspection;
import fovea.inspect.NetworkView;
import fovea.models.Head;
import fovea.models.Model;
import fovea.report.InspectionPage;
import fovea.report.LayersSheet;
import fovea.run.TrainedModel;
import fovea.tensor.Rng;
import fovea.tensor.Threads;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Show on one page what a network sees: its first filters, an image layer by layer, what it"
            + " looks for in each class, and how it orders the images of a data set.",
    footer = {
      "",
      "Example: with a map of the images, the most wrong ones, and what they are taken for",
      "  fovea inspect runs/first --data cifar10",
      "",
      "Example: one image from edges to objects",
      "  fovea inspect runs/first --image holiday.jpg --out holiday.html",
      "",
      "Images are those that `fovea evaluate` judges; they are compared with those that the model was"
          + " trained on, where it is known which they are. The page needs nothing but itself."
    })
final class InspectCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOrModelParameter model = new RunOrModelParameter();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "cifar10, shapes, or a folder, as for `fovea train`.")
  private @Nullable String data;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "An image file to follow through the layers (default: the first of the data).")
  private @Nullable Path image;

  @Option(
      names = "--known",
      paramLabel = "N",
      description =
          "How many training images others are compared with, spread evenly (default: 5000).")
  private int known = 5000;

  @Option(
      names = "--class-images",
      paramLabel = "N",
      description = "For how many classes an image is made; 0 for none (default: 10).")
  private int classImages = 10;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the noise that these images begin with (default: 0).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description = "The page (default: inspection.html in the run's folder).")
  private @Nullable Path out;

  @Option(
      names = "--layers",
      paramLabel = "FILE.png",
      description = "Also draw the image layer by layer.")
  private @Nullable Path layers;

  @Mixin private JsonFileOption json = new JsonFileOption();

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Bounds.requireAtLeast(1, spec, "--known", known);
    Bounds.requireAtLeast(0, spec, "--class-images", classImages);
    if (data == null && spec.commandLine().getParseResult().hasMatchedOption("--known")) {
      throw wrong(
          "--known says how many images those of --data are compared with, expected --data");
    }
    WritableFile.requireEnding(spec, "--out", out, ".html", ".htm");
    if (layers != null && image == null && data == null) {
      throw wrong("--layers draws an image, which --image or --data has to name");
    }
    WritableFile.requireEnding(spec, "--layers", layers, ".png");
    WritableFile.require(out, "the page", Set.of(FileKind.HTML));
    WritableFile.require(layers, "the picture", Set.of(FileKind.PNG));
    json.requireWritable();
    try (TrainedModel trained = model.open()) {
      Path page = out == null ? usualPage() : out;
      if (out == null) {
        WritableFile.require(page, "the page", Set.of(FileKind.HTML));
      }
      Inspection inspection = inspect(trained);
      InspectionPage.write(page, inspection);
      FeatureMaps maps = inspection.seen().maps();
      if (layers != null && maps != null) {
        LayersSheet.write(layers, maps);
      }
      print(json.text(console), page, inspection);
      json.write(console, inspection);
      return 0;
    }
  }

  private Path usualPage() {
    Path path = model.path();
    if (Files.isDirectory(path)) {
      return path.resolve("inspection.html");
    }
    String name = String.valueOf(path.getFileName());
    return path.resolveSibling(name.replaceFirst("\\.safetensors$", "") + "-inspection.html");
  }

  private Inspection inspect(TrainedModel trained) {
    Model network = trained.model();
    String file = trained.file().toString();
    // What can be refused comes before what takes time.
    Pixels asked = image == null ? null : decoded(image, network);
    if (data == null) {
      return new Inspection(
          file, network.name(), null, null, null, List.of(), seen(trained, asked), null);
    }
    Head unused = trained.head();
    DataSet found = DataArgument.openToJudge(console, data, trained);
    Judged judged = Judged.of(trained, found, data, SplitName.TEST);
    judged.notes().forEach(console::warn);
    List<String> notes = new ArrayList<>(judged.notes());
    ImageSet images = judged.images().images();
    Optional<Split.Train> trainedOn = Judged.trainedOn(trained, found);
    ImageSet compared =
        trainedOn
            .map(Split.Train::images)
            .orElseGet(() -> found.splits().train().images())
            .withClasses(network.classes());
    String part =
        trainedOn.isPresent() ? "on which it was trained" : "train split of " + found.name();
    if (compared.size() == 0) {
      compared = images;
      part = "the same ones";
    }
    compared = compared.spread(known);
    console
        .err()
        .println(
            "Judging %s, to be compared with %s."
                .formatted(Text.count(images.size(), "image"), Text.number(compared.size())));
    Outputs<Split> outputs =
        trained.temperature().applied(trained.outputsWithFeatures(judged.images()));
    Outputs<Split.Train> others = trained.outputsWithFeatures(new Split.Train(compared));
    DataView view = DataView.of(images, outputs, compared, others, trained.execution().threads());
    Pixels followed =
        asked == null ? new Pixels(images.width(), images.height(), images.pixels(0)) : asked;
    return new Inspection(
        file,
        network.name(),
        found.name(),
        judged.part(),
        part,
        notes,
        seen(trained, followed),
        view);
  }

  private static Pixels decoded(Path image, Model network) {
    return ImageFile.decode(
        image, Math.toIntExact(network.input().size(1)), Math.toIntExact(network.input().size(2)));
  }

  private NetworkView seen(TrainedModel trained, @Nullable Pixels followed) {
    Model network = trained.model();
    try (Threads.Block block = Threads.block(trained.execution().threads())) {
      FirstFilters filters = FirstFilters.of(network.network(), network.input()).orElse(null);
      FeatureMaps maps =
          followed == null
              ? null
              : FeatureMaps.of(network.network(), followed, trained.execution().precision());
      return new NetworkView(filters, maps, made(network, trained.temperature()));
    }
  }

  /** For classes spread evenly over all. */
  private List<ClassImage> made(Model network, Temperature temperature) {
    int all = network.classes().size();
    int count = Math.min(classImages, all);
    if (count == 0) {
      return List.of();
    }
    console.err().println("Making an image for each of %d classes.".formatted(count));
    int[] chosen = IntStream.range(0, count).map(i -> (int) ((long) i * all / count)).toArray();
    return ActivationMaximisation.usual(network.input())
        .of(
            network.network(),
            network.input(),
            network.classes(),
            chosen,
            temperature,
            Rng.seeded(seed));
  }

  private static void print(PrintStream out, Path page, Inspection inspection) {
    Table table = Table.leftAligned().row("page", page);
    FirstFilters filters = inspection.seen().filters();
    if (filters != null) {
      table.row("filters", "%d of %s".formatted(filters.pictures().size(), filters.layer()));
    }
    FeatureMaps maps = inspection.seen().maps();
    if (maps != null) {
      table.row("layers", maps.layers().size());
    }
    DataView images = inspection.images();
    if (images != null) {
      table.row(
          "judged", "%s, %s".formatted(Text.count(images.judged(), "image"), inspection.judged()));
      table.row(
          "compared with",
          "%s, %s".formatted(Text.count(images.known(), "image"), inspection.known()));
    }
    table.print(out);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
