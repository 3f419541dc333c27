package fovea.io;

import static fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.models.Architecture;
import fovea.models.Catalogue;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files of networks that aren't Fovea's own. */
class OwnNetworkFileTest {
  private static final List<String> CLASSES = List.of("cat", "dog");
  private static final Catalogue NETWORKS = Models.CATALOGUE.with(Tiny.class);

  @TempDir Path folder;

  enum Pooling {
    MEAN,
    LARGEST
  }

  @Named("tiny")
  record Tiny(
      @Setting(about = "height and width of an image", standard = "8", range = "[4, 512]")
          int imageSize,
      @Setting(about = "channels", standard = "4", range = "[1, 64]", multipleOf = 4) int width,
      @Setting(about = "what is made of an image", standard = "mean") Pooling pooling,
      @Setting(about = "whether there is a batch norm", standard = "false") boolean norm)
      implements Architecture {
    Tiny {
      Declared.check(Tiny.class, imageSize, width, pooling, norm);
    }

    @Override
    public Module network(int classes, Rng rng) {
      Module last = linear(width, classes, rng);
      return Sequential.of(
          conv3x3(3, width, rng),
          norm ? batchNorm(width) : relu(),
          pooling == Pooling.MEAN ? globalAvgPool() : maxPool(imageSize),
          flatten(),
          last);
    }
  }

  private Path written(Tiny tiny) {
    Path file = folder.resolve("model.safetensors");
    try (Model model = Model.of(tiny, CLASSES, Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of("fovea.version", "test"));
    }
    return file;
  }

  @Test
  void opensWithTheArgumentsThatItWasMadeWith() {
    Path file = written(new Tiny(16, 12, Pooling.LARGEST, true));
    assertThat(Safetensors.read(file).metadata())
        .containsEntry(
            "fovea.model",
            "{\"name\":\"tiny\",\"arguments\":{\"imageSize\":16,\"width\":12,"
                + "\"pooling\":\"largest\",\"norm\":true}}");
    try (Model made = Model.of(new Tiny(16, 12, Pooling.LARGEST, true), CLASSES, Rng.seeded(1));
        Model read = ModelFile.read(file, NETWORKS).model();
        Scope scope = Scope.open()) {
      made.network().eval();
      assertThat(read.name()).isEqualTo("tiny");
      assertThat(read.arguments()).isEqualTo(made.arguments());
      assertThat(read.input()).isEqualTo(Shape.of(3, 16, 16));
      Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(2), Shape.of(2, 3, 16, 16));
      assertThat(read.network().call(images).toFloats())
          .isEqualTo(made.network().call(images).toFloats());
    }
  }

  @Test
  void opensOnlyWhereItIsInTheCatalogueAndSaysHow() {
    Path file = written(new Tiny(8, 4, Pooling.MEAN, false));
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: is of a network `tiny`, which isn't among %s. A network of one's own opens where"
                + " its jar is on the class path and names it (FOVEA_CLASSPATH of the command):"
                + " docs/add-a-network.md.",
            file, String.join(", ", Models.names()));
  }

  @Test
  void theArgumentsOfAFileAreCheckedAsThoseOfARecipe() {
    refused(Map.of("width", 6), "width", "6, expected a multiple of 4, 1 to 64");
    refused(Map.of("width", true), "width", "true, expected a multiple of 4, 1 to 64");
    refused(Map.of("norm", 1), "norm", "1, expected true or false");
    refused(
        Map.of("pooling", "MEAN"),
        "pooling",
        "MEAN, expected one of mean, largest. Did you mean `mean`?");
    refused(
        Map.of("pooling", "larges"),
        "pooling",
        "larges, expected one of mean, largest. Did you mean `largest`?");
    assertThatThrownBy(() -> new Tiny(8, 6, Pooling.MEAN, false))
        .isInstanceOf(FoveaException.class)
        .hasMessage("`width` is 6, expected a multiple of 4, 1 to 64");
  }

  private static void refused(Map<String, ?> arguments, String key, String complaint) {
    assertThatThrownBy(() -> NETWORKS.create("tiny", arguments, CLASSES, Rng.seeded(1)))
        .isInstanceOf(FoveaException.class)
        .hasMessage("argument `%s` of model `tiny` is %s", key, complaint);
  }

  @Test
  void twoNetworksOfOneNameAreRefused() {
    assertThatThrownBy(() -> NETWORKS.with(Tiny.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are two networks `tiny`");
    assertThat(Models.names()).doesNotContain("tiny");
  }
}
