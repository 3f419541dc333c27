package fovea.cli;

import fovea.Visible;
import fovea.recipe.ModelSettings;
import fovea.recipe.Recipe;
import fovea.run.ImportedWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "Make a model of pretrained weights as they are, to predict with.",
    footer = {
      "",
      "Example: what torchvision's ResNet-18 says of a photograph",
      "  fovea weights import resnet18.pth --out resnet18.safetensors",
      "  fovea predict resnet18.safetensors holiday.jpg",
      "",
      "Example: weights of a network that has arguments, for classes of one's own",
      "  fovea weights import wrn.pth --set model.name=wideresnet --set model.arguments.depth=28 \\",
      "      --set model.arguments.widen=10 --classes birds.txt --out wrn.safetensors",
      "",
      "The network is told from the names and shapes of the weights, which are torchvision's or timm's,"
          + " unless --set says which it is."
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
      description =
          "Names of the classes, one a line, in the order of the network's outputs (default:"
              + " ImageNet's 1,000).")
  private @Nullable Path classes;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The new model file, such as model.safetensors.")
  private Path out = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Height and width of the images (default: the network's own).")
  private @Nullable Integer size;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "The network and its arguments as in a recipe: model.name, model.arguments.")
  private List<String> settings = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  WeightsImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Optional<List<String>> names = Optional.ofNullable(classes).map(ImportedWeights::classes);
    ImportedWeights.Written written = ImportedWeights.write(from, names, network(), out);
    String told =
        names.map(all -> Text.number(all.size()) + " classes").orElse("ImageNet's classes");
    console.out().println(Visible.of("%s: %s of %s".formatted(out, written.network(), told)));
    written.normalization().ifPresent(how -> console.err().println(Visible.of(how + ".")));
    return 0;
  }

  private ModelSettings network() {
    List<String> all = new ArrayList<>(List.of("model.name=" + ModelSettings.PRETRAINED));
    for (String setting : settings) {
      if (!setting.strip().startsWith("model.")) {
        throw new ParameterException(
            spec.commandLine(),
            "--set %s is of no network, expected model.name or an argument such as model.arguments.depth"
                .formatted(setting));
      }
      all.add(setting);
    }
    if (size != null) {
      all.add("model.arguments.imageSize=" + size);
    }
    return Recipe.standard().with(all).model();
  }
}
