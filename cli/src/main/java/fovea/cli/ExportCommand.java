package fovea.cli;

import fovea.export.Export;
import fovea.export.ExportFormat;
import fovea.models.Model;
import fovea.run.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "Hand a model to other programs, as a file that is checked before you get it.",
    footer = {
      "",
      "Example: for ONNX Runtime and every other engine that reads ONNX",
      "  fovea export runs/first --out first.onnx",
      "",
      "Example: the same in 8-bit whole numbers, after `fovea quantize runs/first`",
      "  fovea export runs/first --int8 --out first-int8.onnx",
      "",
      "Example: the weights for PyTorch for Python, under torchvision's names",
      "  fovea export runs/first --out first.pt",
      "",
      "An ONNX file holds the whole network, its normalisation too, for any number of images, and"
          + " in its metadata the classes and where they came from. It is compared with the network"
          + " on other images before it is handed out. Beside each file a README has the code to"
          + " use it: from Python, and for ONNX from Java and C#, too."
    })
final class ExportCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN|MODEL",
      description = "The folder of a run that has ended, or a model file.")
  private Path model = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Formats.class,
      description = "onnx, safetensors or pt (default: as --out ends; without it, onnx).")
  private @Nullable ExportFormat format;

  @Option(
      names = "--int8",
      description = "With layers in 8-bit whole numbers (onnx only), after `fovea quantize RUN`.")
  private boolean int8;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The new file (default: what the model is called, in the current folder, such as"
              + " first.onnx).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  ExportCommand(Console console) {
    this.console = console;
  }

  static final class Formats extends EnumConverter<ExportFormat> {
    Formats() {
      super(List.of(ExportFormat.values()), "there is no format `%s`, only %s");
    }
  }

  /** What programs read. */
  private record Report(
      String file,
      String readme,
      String format,
      boolean int8,
      String model,
      List<Long> input,
      List<String> classes,
      long bytes,
      String sha256,
      String weights,
      @Nullable Double difference) {}

  @Override
  public Integer call() {
    ExportFormat wanted = format();
    Path file = out == null ? Path.of(name() + (int8 ? "-int8" : "") + wanted.extension()) : out;
    WritableFile.require(file, "the model");
    Export.requireFree(file);
    try (TrainedModel trained = TrainedModel.open(model)) {
      Export export = Export.write(trained, wanted, int8, file);
      if (int8 && trained.int8().ranges().outputs().isEmpty()) {
        console
            .err()
            .println(
                "fovea: int8.json is of an earlier Fovea, which didn't note what the layers give, so other engines compute most of the file in float32; `fovea quantize "
                    + model
                    + "` notes it, then export once more");
      }
      if (json) {
        console.out().print(Json.of(report(export, trained.model())));
      } else {
        print(export);
      }
      return 0;
    }
  }

  private ExportFormat format() {
    ExportFormat wanted =
        format != null
            ? format
            : out == null ? ExportFormat.ONNX : ExportFormat.ofName(out).orElse(ExportFormat.ONNX);
    if (int8 && wanted != ExportFormat.ONNX) {
      throw wrong("--int8 is for onnx, not for " + wanted);
    }
    if (out != null
        && ExportFormat.ofName(out).map(named -> named != wanted).orElse(format == null)) {
      throw wrong(
          "--out is %s, expected a name that ends in %s".formatted(out, wanted.extension()));
    }
    return wanted;
  }

  /** What the model is called: as its run's folder, or its file. */
  private String name() {
    Path last = model.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "model" : last.toString();
    return Files.isDirectory(model) ? name : name.replaceFirst("(?i)\\.safetensors$", "");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static Report report(Export export, Model model) {
    return new Report(
        export.file().toString(),
        export.readme().toString(),
        export.format().toString(),
        export.int8(),
        export.model(),
        Arrays.stream(model.input().toArray()).boxed().toList(),
        export.classes(),
        export.bytes(),
        export.sha256(),
        export.weights(),
        export.difference());
  }

  private void print(Export export) {
    Table table =
        Table.leftAligned()
            .row("written", export.file())
            .row("size", String.format(Locale.ROOT, "%.1f MB", export.bytes() / 1e6))
            .row("network", "%s, %d classes".formatted(export.model(), export.classes().size()));
    Double difference = export.difference();
    if (difference != null) {
      table.row("checked", checked(export.int8(), difference));
    }
    table.row("how to use it", export.readme()).print(console.out());
  }

  private static String checked(boolean int8, double difference) {
    return int8
        ? String.format(
            Locale.ROOT,
            "its logits differ by %.1f %% of their size from Fovea's own in whole numbers",
            100 * difference)
        : String.format(
            Locale.ROOT,
            "its logits differ from the network's by at most %.0e of the largest",
            difference);
  }
}
