package fovea.export;

import fovea.models.Model;
import fovea.pretrained.OfficialWeights;
import fovea.run.TrainedModel;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What to do with a file, in Python, Java and C#: a text of its format with this model's figures.
 */
final class ExportReadme {
  private static final int NAMED = 20;

  private ExportReadme() {}

  static String of(Export export, TrainedModel trained) {
    Model model = trained.model();
    Map<String, String> values =
        Map.of(
            "file", String.valueOf(export.file().getFileName()),
            "about", about(export),
            "height", String.valueOf(model.input().size(1)),
            "width", String.valueOf(model.input().size(2)),
            "count", String.valueOf(model.classes().size()),
            "temperature", temperature(export, trained),
            "more", more(export),
            "network", network(model),
            "mean", numbers(model, "normalize.mean"),
            "std", numbers(model, "normalize.std"));
    String text = template(export.format());
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("{" + value.getKey() + "}", value.getValue());
    }
    return text;
  }

  private static String template(ExportFormat format) {
    String name = "/fovea/export/" + format + ".md";
    try (InputStream in = ExportReadme.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar's " + name + " can't be read", e);
    }
  }

  private static String about(Export export) {
    List<String> classes = export.classes();
    String named = String.join(", ", classes.subList(0, Math.min(NAMED, classes.size())));
    String all = classes.size() <= NAMED ? named : named + " and so on";
    return "A model of Fovea's, `%s`, that tells %d classes apart: %s. It was made of the model file whose SHA-256 is `%s`."
        .formatted(
            export.model(), classes.size(), all.replaceAll("\\p{Cntrl}", "?"), export.weights());
  }

  private static String temperature(Export export, TrainedModel trained) {
    double temperature = trained.temperature().value();
    if (temperature == 1) {
      return "";
    }
    return export.format() == ExportFormat.ONNX
        ? ", which are calibrated by a temperature of %s".formatted(temperature)
        : "; divided by %s, the temperature, they give calibrated probabilities"
            .formatted(temperature);
  }

  private static String more(Export export) {
    Double difference = export.difference();
    if (difference == null) {
      return "";
    }
    String checked =
        String.format(
            Locale.ROOT,
            "- **Checked**: before it was handed out, its logits were compared with the network's on other images: they differ by %.0e %s.\n",
            difference,
            export.int8()
                ? "of their size from Fovea's own in 8-bit whole numbers"
                : "at most, as a share of the largest");
    return export.int8()
        ? checked
            + "- **int8**: layers are in 8-bit whole numbers (QDQ form): weights by channel, activations by the ranges of `fovea quantize`. Processors"
            + " without VNNI instructions may add them up in 16 bits, which costs accuracy.\n"
        : checked;
  }

  private static String network(Model model) {
    return OfficialWeights.named(model.name()).isPresent() && isTorchvisions(model)
        ? "model = torchvision.models.%s(num_classes=%s)"
            .formatted(model.name(), model.classes().size())
        : "model = ...  # a network of these names and shapes: `fovea summary` lists the layers of `%s`"
            .formatted(model.name());
  }

  /** Of its usual arguments: torchvision doesn't have the others. */
  private static boolean isTorchvisions(Model model) {
    Map<String, Object> usual = Map.of("stem", "imagenet", "hidden", 4096, "patch", 4);
    return model.arguments().entrySet().stream()
        .allMatch(
            given -> usual.getOrDefault(given.getKey(), given.getValue()).equals(given.getValue()));
  }

  private static String numbers(Model model, String name) {
    Tensor values = Objects.requireNonNull(model.network().stateDict().get(name), name);
    return Arrays.toString(values.toFloats());
  }
}
