package fovea.cli;

import fovea.Visible;
import fovea.run.ImportedWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Make a model of pretrained weights as they are, to predict with.",
    footer = {
      "",
      "Example: what torchvision's ResNet-18 says of a photograph",
      "  fovea weights import resnet18.pth --classes imagenet.txt --out resnet18.safetensors",
      "  fovea predict resnet18.safetensors holiday.jpg",
      "",
      "The network is told from the names and shapes of the weights, which are torchvision's."
    })
final class WeightsImportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "FILE|NAME",
      description = "A .pth, .pt or .safetensors file, or weights that were fetched.")
  private String from = "";

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      required = true,
      description = "Names of the classes, one a line, in the order of the network's outputs.")
  private Path classes = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The new model file, such as model.safetensors.")
  private Path out = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Height and width of the images; the network's own unless given.")
  private @Nullable Integer size;

  WeightsImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (size != null) {
      arguments.put("imageSize", size);
    }
    List<String> names = ImportedWeights.classes(classes);
    String network = ImportedWeights.write(from, names, arguments, out);
    console
        .out()
        .println(
            Visible.of("%s: %s of %s classes".formatted(out, network, Text.number(names.size()))));
    return 0;
  }
}
