package fovea.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Normalize;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Weights under timm's names. What timm calls a network's tensors, and in which order they come, is
 * written down here from its sources; torchvision's come in the same order.
 */
class TimmWeightsTest {
  private static final List<String> PETS = List.of("cat", "dog", "fox");
  private static final Map<String, Object> SMALL = Map.of("imageSize", 32);

  @TempDir Path folder;

  /** A state dict's names in timm's order: what is in a convolution, a batch norm and so on. */
  private static final class Names {
    private final List<String> all = new ArrayList<>();

    Names conv(String name) {
      all.add(name + ".weight");
      return this;
    }

    Names withBias(String... names) {
      for (String name : names) {
        conv(name);
        all.add(name + ".bias");
      }
      return this;
    }

    Names batchNorm(String name) {
      withBias(name);
      all.addAll(
          List.of(name + ".running_mean", name + ".running_var", name + ".num_batches_tracked"));
      return this;
    }

    Names convNorm(String conv, String norm) {
      return conv(conv).batchNorm(norm);
    }
  }

  /** DepthwiseSeparableConv, then InvertedResidual, of timm's EfficientNet. */
  private static List<String> mobile(boolean squeezes, int... blocks) {
    Names names = new Names().convNorm("conv_stem", "bn1");
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int i = 0; i < blocks[stage]; i++) {
        String block = "blocks." + stage + "." + i + ".";
        if (stage > 0) {
          names.convNorm(block + "conv_pw", block + "bn1");
        }
        names.convNorm(block + "conv_dw", block + (stage > 0 ? "bn2" : "bn1"));
        if (squeezes) {
          names.withBias(block + "se.conv_reduce", block + "se.conv_expand");
        }
        names.convNorm(
            block + (stage > 0 ? "conv_pwl" : "conv_pw"), block + (stage > 0 ? "bn3" : "bn2"));
      }
    }
    return names.convNorm("conv_head", "bn2").withBias("classifier").all;
  }

  private static List<String> convNeXt() {
    Names names = new Names().withBias("stem.0", "stem.1");
    int[] blocks = {3, 3, 9, 3};
    for (int stage = 0; stage < blocks.length; stage++) {
      String of = "stages." + stage + ".";
      if (stage > 0) {
        names.withBias(of + "downsample.0", of + "downsample.1");
      }
      for (int i = 0; i < blocks[stage]; i++) {
        String block = of + "blocks." + i + ".";
        names.all.add(block + "gamma");
        names.withBias(block + "conv_dw", block + "norm", block + "mlp.fc1", block + "mlp.fc2");
      }
    }
    return names.withBias("head.norm", "head.fc").all;
  }

  private static List<String> vgg() {
    Names names = new Names();
    int place = 0;
    for (int convolutions : new int[] {2, 2, 3, 3, 3}) {
      for (int i = 0; i < convolutions; i++) {
        names.withBias("features." + place).batchNorm("features." + (place + 1));
        place += 3;
      }
      place++; // a pooling
    }
    return names.withBias("pre_logits.fc1", "pre_logits.fc2", "head.fc").all;
  }

  /** Tensors under these names, in timm's shapes. */
  private static Map<String, StoredTensor> renamed(Model model, List<String> names, String prefix) {
    Map<String, StoredTensor> renamed = new LinkedHashMap<>();
    Iterator<String> timm = names.iterator();
    model
        .network()
        .stateDict()
        .forEach(
            (own, tensor) -> {
              if (!own.startsWith("normalize.")) {
                String name = timm.next();
                StoredTensor value = StoredTensor.of(tensor);
                Shape shape = shape(name, value.shape());
                renamed.put(prefix + name, new StoredTensor(value.dtype(), shape, value.data()));
              }
            });
    assertThat(timm.hasNext()).isFalse();
    return renamed;
  }

  private static Shape shape(String name, Shape own) {
    if (name.endsWith(".gamma")) {
      return Shape.of(own.size(0));
    }
    return switch (name) {
      case "pre_logits.fc1.weight" -> Shape.of(own.size(0), 512, 7, 7);
      case "pre_logits.fc2.weight" -> Shape.of(own.size(0), own.size(1), 1, 1);
      default -> own;
    };
  }

  /** A network of which every number matters, also those that begin as 0 or 1. */
  private static Model network(String name, Map<String, Object> arguments) {
    Model model = Models.create(name, arguments, PETS, Rng.seeded(1));
    Rng rng = Rng.seeded(2);
    try (Scope scope = Scope.open()) {
      model
          .network()
          .stateDict()
          .forEach(
              (own, tensor) -> {
                if (tensor.shape().rank() == 1 || own.endsWith("layer_scale")) {
                  Tensor some = RandomTensor.uniform(0.5, 1.5, rng.split(own), tensor.shape());
                  tensor.copyFrom(some);
                }
              });
    }
    Normalize normalize = (Normalize) model.network().modules().get("normalize");
    ImageNet.COLOURS.set(Objects.requireNonNull(normalize));
    model.network().eval();
    return model;
  }

  private Path write(String file, Map<String, StoredTensor> tensors) {
    Path path = folder.resolve(file);
    Safetensors.write(path, new StoredTensors(tensors, Map.of("format", "pt")));
    return path;
  }

  private static float[] logits(Model model) {
    try (Scope scope = Scope.open()) {
      Shape images = Shape.of(2, 3, model.input().size(1), model.input().size(2));
      return model.network().call(RandomTensor.uniform(0, 1, Rng.seeded(3), images)).toFloats();
    }
  }

  private void givesTheSameLogits(
      String name, Map<String, Object> arguments, List<String> names, String prefix) {
    try (Model theirs = network(name, arguments)) {
      Path file = write(name + ".safetensors", renamed(theirs, names, prefix));
      Pretrained weights = Pretrained.read(file);
      Pretrained.Network told = weights.network(Models.CATALOGUE, arguments);
      assertThat(told).isEqualTo(new Pretrained.Network(name, arguments));
      try (Model own = Models.create(name, arguments, PETS, Rng.seeded(4))) {
        assertThat(weights.classes(own)).contains(3);
        weights.whole(own);
        own.network().eval();
        assertThat(logits(own)).isEqualTo(logits(theirs)).doesNotContain(Float.NaN);
        // Random networks hardly tell images apart, so that logits alone would miss a part.
        Map<String, Tensor> loaded = own.network().stateDict();
        theirs
            .network()
            .stateDict()
            .forEach(
                (part, tensor) ->
                    assertThat(loaded.get(part).toRaw()).as(part).isEqualTo(tensor.toRaw()));
      }
    }
  }

  @Test
  void mobileNetV2GivesTheSameLogits() {
    givesTheSameLogits("mobilenet_v2", SMALL, mobile(false, 1, 2, 3, 4, 3, 3, 1), "");
  }

  @Test
  void efficientNetGivesTheSameLogitsAlsoFromWithinAWrapper() {
    givesTheSameLogits("efficientnet_b0", SMALL, mobile(true, 1, 2, 2, 3, 3, 4, 1), "model.");
  }

  @Test
  void convNeXtGivesTheSameLogits() {
    givesTheSameLogits("convnext_tiny", SMALL, convNeXt(), "");
  }

  @Test
  void vggWhoseLinearLayersAreConvolutionsGivesTheSameLogits() {
    givesTheSameLogits("vgg16_bn", Map.of("imageSize", 32, "hidden", 8), vgg(), "module.");
  }

  @Test
  void theHeadIsReplacedForOtherClasses() {
    try (Model theirs = network("mobilenet_v2", SMALL);
        Model own = Models.create("mobilenet_v2", SMALL, List.of("a", "b"), Rng.seeded(5))) {
      List<String> names = mobile(false, 1, 2, 3, 4, 3, 3, 1);
      Path file = write("mobilenetv2_100.safetensors", renamed(theirs, names, ""));
      assertThat(Pretrained.read(file).into(own, Models.CATALOGUE))
          .containsExactly(
              "starts from " + file + ", weights of `mobilenet_v2`",
              "classifier.1, which names the classes, is new: it was for 3 classes, these are 2",
              "images are normalised as for ImageNet, since the file doesn't say how");
    }
  }

  /** EfficientNet-Lite0 names its parts as EfficientNet-B0, and computes something else. */
  @Test
  void aRelativeUnderTheSameNamesIsRefusedByWhatSetsItApart() {
    try (Model theirs = network("efficientnet_b0", SMALL)) {
      Map<String, StoredTensor> tensors = renamed(theirs, mobile(true, 1, 2, 2, 3, 3, 4, 1), "");
      tensors.keySet().removeIf(name -> name.contains(".se."));
      Path file = write("lite.safetensors", tensors);
      assertThatThrownBy(() -> Pretrained.read(file).network(Models.CATALOGUE, Map.of()))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(
              file
                  + ": its weights fit no network of Fovea's by name; they are named as timm names"
                  + " those of `efficientnet_b0`, but are another network's: it has no"
                  + " blocks.0.0.se.conv_reduce.weight, blocks.0.0.se.conv_reduce.bias,")
          .hasMessageEndingWith(" and 59 more");
    }
  }

  /** tf_efficientnet_b0 has the same names and shapes. */
  @Test
  void aNetworkThatPadsOtherwiseIsRefusedWhereItIsKnown() throws IOException {
    Map<String, StoredTensor> some;
    try (Scope scope = Scope.open()) {
      some = Map.of("conv_stem.weight", StoredTensor.of(Tensor.zeros(32, 3, 3, 3)));
    }
    Path named = write("tf_efficientnet_b0_ns-c0e6a31c.safetensors", some);
    String kept = "models--timm--tf_efficientnet_b0.in1k/snapshots/1/model.safetensors";
    Files.createDirectories(folder.resolve(kept).getParent());
    for (Path file : List.of(named, write(kept, some))) {
      assertThatThrownBy(() -> Pretrained.read(file))
          .hasMessage(
              file
                  + ": weights of timm's `tf_efficientnet_b0`, which pads as TensorFlow does, on"
                  + " one side more than on the other; take those of timm's `efficientnet_b0`");
    }
    Path plain = write("model.safetensors", some);
    assertThat(Pretrained.read(plain).timm()).isEmpty();
    Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"tf_efficientnet_b0\"}");
    assertThatThrownBy(() -> Pretrained.read(plain)).hasMessageContaining("pads as TensorFlow");
  }

  /** timm's resnetblur50 and resnetaa50 have the names and shapes of resnet50. */
  @ParameterizedTest
  @CsvSource({
    "resnetblur50, blurs before it takes every second pixel",
    "resnetaa50, takes the mean of four pixels where others take one"
  })
  void aNetworkThatMakesImagesSmallerOtherwiseIsRefusedWhereItIsKnown(String name, String does)
      throws IOException {
    Map<String, StoredTensor> some;
    try (Scope scope = Scope.open()) {
      some = Map.of("conv1.weight", StoredTensor.of(Tensor.zeros(64, 3, 7, 7)));
    }
    Path named = write(name + "-84f4748f.safetensors", some);
    assertThatThrownBy(() -> Pretrained.read(named))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: weights of timm's `%s`, which %s; take those of timm's `resnet50`"
                .formatted(named, name, does));
    Path plain = write("model.safetensors", some);
    Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"" + name + "d\"}");
    assertThatThrownBy(() -> Pretrained.read(plain)).hasMessageContaining(does);
    Files.writeString(folder.resolve("config.json"), "{\"architecture\": \"resnet50\"}");
    assertThat(Pretrained.read(plain).timm()).isPresent();
  }

  @Test
  void imagesAreNormalisedAsTheConfigurationBesideTheFileSays() throws IOException {
    Map<String, Object> arguments = Map.of("imageSize", 16);
    try (Model theirs = Models.create("resnet20", arguments, PETS, Rng.seeded(1));
        Model own = Models.create("resnet20", arguments, PETS, Rng.seeded(2))) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      theirs.network().stateDict().forEach((name, t) -> tensors.put(name, StoredTensor.of(t)));
      tensors.keySet().removeIf(name -> name.startsWith("normalize."));
      Path file = write("model.safetensors", tensors);
      Path config = folder.resolve("config.json");
      for (String nothing :
          List.of(
              "{", "{\"architecture\": \"resnet20\", \"mean\": [0.5]}", "{\"mean\": [1, 1, 1]}")) {
        Files.writeString(config, nothing);
        assertThat(Pretrained.read(file).into(own, Models.CATALOGUE))
            .contains("images are normalised as for ImageNet, since the file doesn't say how");
      }
      String colours = "\"mean\": [0.5, 0.25, 0.5], \"std\": [0.5, 0.5, 0.125]";
      for (String said : List.of(colours, "\"pretrained_cfg\": {" + colours + "}")) {
        Files.writeString(config, "{\"architecture\": \"resnet20\", " + said + "}");
        assertThat(Pretrained.read(file).into(own, Models.CATALOGUE))
            .contains(
                "images are normalised as config.json beside the file says: mean 0.5, 0.25, 0.5"
                    + " and standard deviation 0.5, 0.5, 0.125 of red, green, blue");
        Map<String, Tensor> state = own.network().stateDict();
        assertThat(state.get("normalize.mean").toFloats()).containsExactly(0.5f, 0.25f, 0.5f);
        assertThat(state.get("normalize.std").toFloats()).containsExactly(0.5f, 0.5f, 0.125f);
      }
    }
  }

  /** timm's convmixer_768_32, unlike its others; its names are Fovea's. */
  @Test
  void theConvMixerThatWasTrainedWithReLUHasIt() {
    Map<String, Object> small = Map.of("width", 8, "depth", 1, "imageSize", 32);
    try (Model large = Models.create("convmixer", SMALL, PETS, Rng.seeded(1));
        Model other = Models.create("convmixer", small, PETS, Rng.seeded(1))) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      large.network().stateDict().forEach((name, t) -> tensors.put(name, StoredTensor.of(t)));
      Pretrained published = Pretrained.read(write("convmixer_768_32.safetensors", tensors));
      assertThat(published.network(Models.CATALOGUE, SMALL).arguments())
          .isEqualTo(Map.of("imageSize", 32, "activation", "relu"));
      assertThat(published.network(Models.CATALOGUE, Map.of("activation", "gelu")).arguments())
          .isEqualTo(Map.of("activation", "gelu"));
      tensors.clear();
      other.network().stateDict().forEach((name, t) -> tensors.put(name, StoredTensor.of(t)));
      assertThat(
              Pretrained.read(write("small.safetensors", tensors))
                  .network("convmixer", Models.CATALOGUE, small)
                  .arguments())
          .isEqualTo(small);
    }
  }
}
