package fovea.models;

import static fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import fovea.FoveaException;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.nn.Summary;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelsTest {
  private static final List<String> TEN =
      IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();

  private final long before = LiveTensors.count();

  @AfterEach
  void everyTensorIsFreed() {
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private static Model make(String name, Map<String, ?> arguments) {
    return Models.create(name, arguments, TEN, Rng.seeded(1));
  }

  /** Of another jar. */
  @Named("elsewhere")
  record Elsewhere(@Setting(about = "pixels", standard = "8", range = "[4, 512]") int imageSize)
      implements Architecture {
    @Override
    public Module network(int classes, Rng rng) {
      return Sequential.of(conv3x3(3, 4, rng), globalAvgPool(), flatten(), linear(4, classes, rng));
    }
  }

  @Test
  void classesThatNobodyCouldTellApartAreRefused() {
    refused(List.of("cat", "dog", "cat"), "two classes are called `cat`");
    refused(List.of("caf\u00e9", "cafe\u0301"), "two classes are called `cafe\u0301`");
    refused(List.of("cat", " "), "class 1 has no name");
  }

  private static void refused(List<String> classes, String message) {
    assertThatThrownBy(() -> Models.create("conv4", Map.of(), classes, Rng.seeded(1)))
        .isInstanceOf(FoveaException.class)
        .hasMessage(message);
  }

  @Test
  void networksOfOtherJarsAreKnownBesideFoveasOwn() {
    Catalogue all = Models.withFound(List.of(() -> List.of(Elsewhere.class)));
    assertThat(all.names()).containsAll(Models.names()).endsWith("elsewhere");
    assertThat(all.input("elsewhere", Map.of("imageSize", 16))).isEqualTo(Shape.of(3, 16, 16));
    assertThatThrownBy(() -> Models.withFound(List.of(() -> List.of(Conv4.Arguments.class))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are two networks `conv4`");
  }

  @Test
  void stateOfTheArticlesNetworkHasPyTorchsNamesShapesAndOrder() {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("normalize.mean", "[3]");
    expected.put("normalize.std", "[3]");
    expected.put("features.0.weight", "[64, 3, 3, 3]");
    expected.put("features.0.bias", "[64]");
    for (int block : new int[] {3, 6, 9}) {
      expected.put("features." + block + ".weight", "[64, 64, 3, 3]");
      String norm = "features." + (block + 1);
      expected.put(norm + ".weight", "[64]");
      expected.put(norm + ".bias", "[64]");
      expected.put(norm + ".running_mean", "[64]");
      expected.put(norm + ".running_var", "[64]");
      expected.put(norm + ".num_batches_tracked", "[]");
    }
    expected.put("classifier.0.weight", "[512, 16384]");
    expected.put("classifier.0.bias", "[512]");
    expected.put("classifier.3.weight", "[10, 512]");
    expected.put("classifier.3.bias", "[10]");
    try (Model model = make("cifar10-cnn", Map.of())) {
      assertThat(shapes(model)).containsExactlyEntriesOf(expected);
      assertThat(parameters(model))
          .isEqualTo(
              (3 * 9 * 64 + 64)
                  + 3 * (64 * 64 * 9 + 2 * 64)
                  + (16384 * 512 + 512)
                  + (512 * 10 + 10));
    }
  }

  @Test
  void stateOfTheMinimalNetworkHasPyTorchsNamesShapesAndOrder() {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("normalize.mean", "[3]");
    expected.put("normalize.std", "[3]");
    expected.put("features.0.weight", "[64, 3, 3, 3]");
    expected.put("features.0.bias", "[64]");
    expected.put("classifier.0.weight", "[512, 1024]");
    expected.put("classifier.0.bias", "[512]");
    expected.put("classifier.3.weight", "[10, 512]");
    expected.put("classifier.3.bias", "[10]");
    try (Model model = make("article-minimal", Map.of("imageSize", 8))) {
      assertThat(shapes(model)).containsExactlyEntriesOf(expected);
      assertThat(parameters(model)).isEqualTo(1792 + 1024 * 512 + 512 + 5130);
    }
  }

  private static Map<String, String> shapes(Model model) {
    Map<String, String> shapes = new LinkedHashMap<>();
    model.network().stateDict().forEach((name, t) -> shapes.put(name, t.shape().toString()));
    return shapes;
  }

  private static long parameters(Model model) {
    return model.network().parameters().values().stream()
        .mapToLong(parameter -> parameter.shape().elements())
        .sum();
  }

  @Test
  void theSummaryOfTheArticlesNetworkListsItsLayers() {
    try (Model model = make("cifar10-cnn", Map.of("blocks", 1))) {
      Summary summary = Summary.of(model.network(), model.input());
      Summary.Layer first = summary.layers().get(1);
      assertThat(first.name()).isEqualTo("features.0");
      assertThat(first.type()).isEqualTo("Conv2d");
      assertThat(first.outputShape()).containsExactly(64L, 32L, 32L);
      assertThat(first.parameters()).isEqualTo(1792);
      assertThat(first.macs()).isEqualTo(1_769_472);
      assertThat(first.arguments())
          .containsExactly(
              entry("inChannels", 3),
              entry("outChannels", 64),
              entry("kernelSize", 3),
              entry("stride", 1),
              entry("padding", 1),
              entry("bias", true));
      assertThat(summary.layers())
          .extracting(layer -> layer.name() + " " + layer.type() + layer.outputShape())
          .containsExactly(
              "normalize Normalize[3, 32, 32]",
              "features.0 Conv2d[64, 32, 32]",
              "features.1 ReLU[64, 32, 32]",
              "features.2 MaxPool2d[64, 16, 16]",
              "features.3 Conv2d[64, 16, 16]",
              "features.4 BatchNorm2d[64, 16, 16]",
              "features.5 ReLU[64, 16, 16]",
              "flatten Flatten[16384]",
              "classifier.0 Linear[512]",
              "classifier.1 ReLU[512]",
              "classifier.2 Dropout[512]",
              "classifier.3 Linear[10]");
      assertThat(summary.parameters()).isEqualTo(parameters(model));
      assertThat(summary.macs())
          .isEqualTo(1_769_472L + 64 * 64 * 9 * 256 + 16384L * 512 + 512 * 10);
    }
  }

  @Test
  void aModelKnowsAllItsArgumentsDefaultsIncluded() {
    try (Model model = make("cifar10-cnn", Map.of("imageSize", 8, "dropout", 0))) {
      assertThat(model.arguments())
          .containsExactly(entry("imageSize", 8), entry("blocks", 3), entry("dropout", 0.0));
    }
    try (Model model = make("article-minimal", Map.of("imageSize", 8))) {
      assertThat(model.arguments()).containsExactly(entry("imageSize", 8), entry("dropout", 0.5));
    }
    assertThat(Models.input("cifar10-cnn", Map.of())).isEqualTo(Shape.of(3, 32, 32));
  }

  @Test
  void theSeedDecidesTheWeights() {
    Map<String, Integer> small = Map.of("imageSize", 8);
    try (Model first = make("cifar10-cnn", small);
        Model same = make("cifar10-cnn", small);
        Model other = Models.create("cifar10-cnn", small, TEN, Rng.seeded(2))) {
      String name = "classifier.3.weight";
      byte[] weights = first.network().stateDict().get(name).toRaw();
      assertThat(same.network().stateDict().get(name).toRaw()).isEqualTo(weights);
      assertThat(other.network().stateDict().get(name).toRaw()).isNotEqualTo(weights);
    }
  }

  @Test
  void aConvMixerHasTheActivationThatIsAskedFor() {
    Map<String, ?> small = Map.of("imageSize", 8, "width", 4, "depth", 1, "patch", 2);
    Map<String, Object> rectified = new LinkedHashMap<>(small);
    rectified.put("activation", "relu");
    assertThat(activations(small)).containsExactly("GELU", "GELU", "GELU");
    assertThat(activations(rectified)).containsExactly("ReLU", "ReLU", "ReLU");
  }

  private static List<String> activations(Map<String, ?> arguments) {
    try (Model model = make("convmixer", arguments)) {
      return model.network().modules().values().stream()
          .map(Module::type)
          .filter(type -> type.endsWith("LU"))
          .toList();
    }
  }

  @Test
  void whatTheCatalogueDoesNotKnowIsRefusedWithTheNearestName() {
    refused(
        "cifar10-cn",
        Map.of(),
        "there is no model `cifar10-cn`. Did you mean `cifar10-cnn`? The models are "
            + String.join(", ", Models.names())
            + ".");
    refused(
        "vgg",
        Map.of(),
        "there is no model `vgg`. The models are " + String.join(", ", Models.names()) + ".");
    refused(
        "cifar10-cnn",
        Map.of("block", 2),
        "model `cifar10-cnn` has no argument `block`. Did you mean `blocks`?");
    refused(
        "article-minimal",
        Map.of("blocks", 2),
        "model `article-minimal` has no argument `blocks`. It has imageSize, dropout.");
  }

  @Test
  void argumentsOutOfTheirRangeAreRefused() {
    refused(
        "cifar10-cnn",
        Map.of("blocks", -1),
        "argument `blocks` of model `cifar10-cnn` is -1, expected a whole number, 0 to 64");
    refused(
        "cifar10-cnn",
        Map.of("blocks", 2.5),
        "argument `blocks` of model `cifar10-cnn` is 2.5, expected a whole number, 0 to 64");
    refused(
        "cifar10-cnn",
        Map.of("imageSize", 33),
        "argument `imageSize` of model `cifar10-cnn` is 33, expected an even number, 8 to 128");
    refused(
        "cifar10-cnn",
        Map.of("imageSize", 6),
        "argument `imageSize` of model `cifar10-cnn` is 6, expected an even number, 8 to 128");
    for (Object dropout : new Object[] {1, -0.1, Double.NaN, "half"}) {
      refused(
          "article-minimal",
          Map.of("dropout", dropout),
          "argument `dropout` of model `article-minimal` is %s, expected a number, at least 0, below 1"
              .formatted(dropout));
    }
    assertThatThrownBy(() -> Models.create("cifar10-cnn", Map.of(), List.of("one"), Rng.seeded(1)))
        .isInstanceOf(FoveaException.class)
        .hasMessage("a classifier needs at least two classes, found [one]");
  }

  @Test
  void imageSizesAndArgumentsThatDoNotGoTogetherAreRefused() {
    refused(
        "squeezenet1_1",
        Map.of("imageSize", 16),
        "argument `imageSize` of model `squeezenet1_1` is 16, expected a whole number, 17 to 512");
    refused(
        "vgg16_bn",
        Map.of("imageSize", 31),
        "argument `imageSize` of model `vgg16_bn` is 31, expected a whole number, 32 to 512");
    refused(
        "convnext_tiny",
        Map.of("imageSize", 31),
        "argument `imageSize` of model `convnext_tiny` is 31, expected a whole number, 32 to 512,"
            + " or a smaller `patch` than 4");
    refused(
        "convmixer",
        Map.of("imageSize", 13),
        "argument `imageSize` of model `convmixer` is 13, expected a whole number, 14 to 512, or a"
            + " smaller `patch` than 7");
    refused(
        "convmixer",
        Map.of("kernelSize", 8),
        "argument `kernelSize` of model `convmixer` is 8, expected an odd number, 1 to 31");
    refused(
        "wideresnet",
        Map.of("depth", 18),
        "argument `depth` of model `wideresnet` is 18, expected 4 more than a multiple of 6, such"
            + " as 22");
  }

  private static void refused(String name, Map<String, ?> arguments, String message) {
    assertThatThrownBy(() -> make(name, arguments))
        .isInstanceOf(FoveaException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Models.input(name, arguments))
        .isInstanceOf(FoveaException.class)
        .hasMessage(message);
  }
}
