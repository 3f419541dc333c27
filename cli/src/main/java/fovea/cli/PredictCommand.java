package fovea.cli;

import fovea.FoveaException;
import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "Say what images show.",
    footer = {
      "",
      "Example: the most probable class of each",
      "  fovea predict runs/first --top 1 holiday/*.jpg",
      "",
      "JPEG, PNG, BMP, GIF, WebP, TIFF and PNM are read, of any size; the middle square is looked at."
    })
final class PredictCommand implements Callable<Integer> {
  /** Images in memory at once, and in one call of the network. */
  private static final int BATCH = 256;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "RUN|MODEL",
      description = "The folder of a run, or a model file.")
  private Path model = Path.of("");

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Image files.")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "How many classes to name for each image; 3 unless given.")
  private int top = 3;

  @Option(names = "--int8", description = "In 8-bit whole numbers, after `fovea quantize RUN`.")
  private boolean int8;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  PredictCommand(Console console) {
    this.console = console;
  }

  /** What programs read. */
  private record Report(String image, List<ClassProbability> predictions) {}

  private record ClassProbability(
      @com.fasterxml.jackson.annotation.JsonProperty("class") String name, double probability) {}

  @Override
  public Integer call() {
    if (top < 1) {
      throw new ParameterException(
          spec.commandLine(), "--top is %d, expected at least 1".formatted(top));
    }
    List<Report> reports = new ArrayList<>();
    int unreadable = 0;
    try (TrainedModel trained = TrainedModel.open(model);
        Predictor predictor = trained.predictor(int8)) {
      Shape input = trained.model().input();
      for (int from = 0; from < images.size(); from += BATCH) {
        List<Path> read = new ArrayList<>();
        List<Pixels> pixels = new ArrayList<>();
        for (Path image : images.subList(from, Math.min(images.size(), from + BATCH))) {
          try {
            pixels.add(read(image, input));
            read.add(image);
          } catch (FoveaException e) {
            unreadable++;
            console.err().println("fovea: " + e.getMessage());
          }
        }
        List<List<Prediction>> predictions = predictor.predict(pixels);
        for (int i = 0; i < read.size(); i++) {
          reports.add(report(read.get(i), predictions.get(i)));
        }
      }
    }
    print(reports);
    return unreadable == 0 ? 0 : Errors.FAILURE;
  }

  private static Pixels read(Path image, Shape input) {
    if (Files.isDirectory(image)) {
      throw new FoveaException(
          "%s: a folder; name its images, such as %s/*, or judge class folders by `fovea evaluate`"
              .formatted(image, image));
    }
    return ImageFile.decode(image, (int) input.size(1), (int) input.size(2));
  }

  private Report report(Path image, List<Prediction> predictions) {
    return new Report(
        image.toString(),
        predictions.stream()
            .limit(top)
            .map(prediction -> new ClassProbability(prediction.name(), prediction.probability()))
            .toList());
  }

  private void print(List<Report> reports) {
    if (json) {
      console.out().print(Json.of(reports));
      return;
    }
    Table table = Table.leftAligned();
    for (Report report : reports) {
      table.row(
          report.image(),
          report.predictions().stream()
              .map(
                  prediction ->
                      String.format(
                          Locale.ROOT,
                          "%s %.1f %%",
                          prediction.name(),
                          100 * prediction.probability()))
              .collect(Collectors.joining(", ")));
    }
    table.print(console.out());
  }
}
