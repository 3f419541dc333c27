package fovea.cli;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a model is expected and something else is named. */
class OtherArgumentsTest {
  @TempDir Path folder;
  private Path model;
  private Path image;

  @BeforeEach
  void write() throws IOException {
    image = TinyImages.in(folder).resolve("test/red/0.png");
    model = Files.createDirectory(folder.resolve("models")).resolve("tiny.safetensors");
    Map<String, Object> arguments = Map.of("imageSize", 8, "blocks", 0);
    try (Model made = Models.create("cifar10-cnn", arguments, TinyImages.CLASSES, Rng.seeded(1))) {
      ModelFile.write(model, made, Map.of());
    }
  }

  @Test
  void exchangedArgumentsAreToldByEveryCommand() {
    String said = "fovea: " + image + ": a PNG image, not a model; the model comes first: ";
    Outcome.of("predict", image, model).refused(1).startsWith(said);
    Outcome.of("evaluate", image, "--data", folder).refused(1).startsWith(said);
    Outcome.of("summary", image).refused(1).startsWith(said);
    Outcome.of("bench", "predict", "--model", image).refused(1).startsWith(said);
    Outcome.of("quantize", image)
        .refused(1)
        .isEqualTo("fovea: " + image + ": a PNG image, expected the folder of a run.");
  }

  @Test
  void aFolderOfModelsOrRunsNamesOne() throws IOException {
    Outcome.of("predict", folder.resolve("models"), image)
        .refused(1)
        .endsWith("a folder, but not a run's; name what is in it, such as " + model + ".");
    Path run = Files.createDirectories(folder.resolve("runs/first"));
    Files.writeString(run.resolve("recipe.yaml"), TinyImages.RECIPE);
    Outcome.of("predict", run.getParent(), image).refused(1).endsWith("such as " + run + ".");
    Outcome.of("predict", run, image).refused(1).contains("the run hasn't ended");
    Outcome.of("predict", image.getParent(), image)
        .refused(1)
        .contains("not the folder of a run, it has no recipe.yaml");
  }

  @Test
  void anAddressAndAnEmptyWordAreCalledSo() {
    String said = "fovea: https://example.org/m: a web address; download the model first";
    Outcome.of("predict", "https://example.org/m", image).refused(1).startsWith(said);
    Outcome.of("summary", "https://example.org/m").refused(1).startsWith(said);
    Outcome.of("predict", "", image)
        .refused(2)
        .isEqualTo(
            "fovea: the argument after `predict` is empty; is a variable unset? See `fovea predict --help`.");
    Outcome.of("train", "--out", "").refused(2).contains("after `--out` is empty");
    Outcome.of("").refused(2).contains("the first argument is empty");
  }
}
