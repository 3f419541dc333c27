package fovea.cli;

import fovea.Visible;
import fovea.evaluate.Predictor;
import fovea.evaluate.Recognition;
import fovea.files.FileKind;
import fovea.image.Pixels;
import fovea.run.FittedTemperature;
import fovea.run.FittedThreshold;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Example: all images in a folder and the folders in it, for a program",
      "  fovea predict runs/first holiday --jsonl > holiday.jsonl",
      "",
      "JPEG, PNG, BMP, GIF, WebP, TIFF and PNM are read, of any size; the middle square is looked"
          + " at. An image that can't be read is said and passed over; the exit code is 1 then."
    })
final class PredictCommand implements Callable<Integer> {
  /** Images in one call of the network; as many more are decoded meanwhile. */
  private static final int BATCH = 256;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunOrModelParameter model = new RunOrModelParameter();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE|FOLDER",
      description =
          "Image files, folders of such, and patterns such as 'holiday/*.jpg' where the shell"
              + " leaves them as they are.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "How many classes to name for each image (default: 3).")
  private int top = 3;

  @Option(names = "--int8", description = "In 8-bit whole numbers, after `fovea quantize RUN`.")
  private boolean int8;

  @Option(names = "--json", description = "Print JSON, for programs: an array.")
  private boolean json;

  @Option(
      names = "--jsonl",
      description = "Print JSON, for programs: a line for each image as it is done, errors too.")
  private boolean jsonLines;

  @Option(
      names = "--sheet",
      paramLabel = "FILE.png",
      description = "Also draw the first sixty images with what they show.")
  private @Nullable Path sheet;

  private final PredictedTiles tiles = new PredictedTiles();

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Bounds.requireAtLeast(1, spec, "--top", top);
    if (json && jsonLines) {
      throw wrong("--json doesn't go with --jsonl, expected one of them");
    }
    WritableFile.requireEnding(spec, "--sheet", sheet, ".png");
    WritableFile.require(sheet, "the picture", Set.of(FileKind.PNG));
    ModelFirst.require("predict", model.path(), images);
    try (TrainedModel trained = model.open()) {
      List<ImageArguments.Wanted> wanted = ImageArguments.of(images);
      try (ImageReading reading = new ImageReading(wanted, trained.model().input(), 2 * BATCH);
          Predictor predictor = trained.predictor(int8, trained.execution().threads())) {
        trained.fitted().temperature().ifPresent(this::say);
        trained.fitted().noneOfThese().ifPresent(this::say);
        Double temperature =
            trained.fitted().temperature().map(FittedTemperature::temperature).orElse(null);
        boolean all = predict(predictor, temperature, reading, wanted);
        if (sheet != null) {
          tiles.write(sheet);
        }
        return all ? 0 : Errors.FAILURE;
      }
    }
  }

  private void say(FittedTemperature fitted) {
    console.warn(
        String.format(
            Locale.ROOT,
            "probabilities are calibrated, by temperature %.3f, fitted to %s",
            fitted.temperature(),
            Text.count(fitted.images(), "validation image")));
  }

  private void say(FittedThreshold fitted) {
    console.warn(
        "`none of these` is said of what is less familiar than %s of %s, by %s"
            .formatted(
                Text.percent(fitted.accepted()),
                Text.count(fitted.images(), "validation image"),
                fitted.method()));
  }

  /** Returns whether all images could be read. */
  private boolean predict(
      Predictor predictor,
      @Nullable Double temperature,
      ImageReading reading,
      List<ImageArguments.Wanted> wanted) {
    boolean all = true;
    int done = 0;
    try (PredictionPrinter printer = printer(wanted);
        LoadingProgress progress = new LoadingProgress(console)) {
      // Nobody is there to read on where output has failed.
      while (reading.hasNext() && !console.out().hasFailed()) {
        List<ImageReading.Read> batch = new ArrayList<>();
        while (batch.size() < BATCH && reading.hasNext()) {
          ImageReading.Read read = reading.next();
          String error = read.error();
          if (error != null) {
            all = false;
            progress.above(() -> console.warn(error));
          }
          batch.add(read);
          progress.predicted(++done, wanted.size());
        }
        List<PredictionReport> reports = reports(predictor, temperature, batch);
        progress.above(() -> printer.print(reports));
      }
    }
    return all;
  }

  private PredictionPrinter printer(List<ImageArguments.Wanted> wanted) {
    if (json) {
      return new PredictionPrinter.JsonArray(console.out());
    }
    if (jsonLines) {
      return new PredictionPrinter.JsonLines(console.out());
    }
    int columns =
        wanted.stream()
            .filter(ImageArguments.Image.class::isInstance)
            .mapToInt(image -> Text.columns(Visible.of(image.name())))
            .max()
            .orElse(0);
    return new PredictionPrinter.Lines(console.out(), columns);
  }

  private List<PredictionReport> reports(
      Predictor predictor, @Nullable Double temperature, List<ImageReading.Read> batch) {
    List<Pixels> pixels = new ArrayList<>();
    for (ImageReading.Read read : batch) {
      if (read.pixels() != null) {
        pixels.add(read.pixels());
      }
    }
    List<Recognition> found = predictor.recognise(pixels);
    tiles.add(pixels, found);
    List<PredictionReport> reports = new ArrayList<>();
    int next = 0;
    for (ImageReading.Read read : batch) {
      String error = read.error();
      reports.add(
          error == null
              ? PredictionReport.of(read.name(), found.get(next++), top, temperature)
              : PredictionReport.failed(read.name(), error));
    }
    return reports;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
