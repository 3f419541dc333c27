package fovea.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.Golden;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Prepared;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Networks against torchvision's, with the same weights, which both sides compute: {@code
 * make_networks.py} among the goldens.
 */
class NetworkGoldensTest {
  /** Relative to the largest logit; the files hold those of float64. */
  private static final double TOLERANCE = 3e-5;

  /** Relative to a gradient's norm, or a thousandth of the largest where a norm makes it none. */
  private static final double GRADIENT_TOLERANCE = 1e-4;

  private static final int BATCH = 4;

  private static final Map<String, Map<String, ?>> ARGUMENTS =
      Map.ofEntries(
          Map.entry("resnet18-imagenet", Map.of()),
          Map.entry("resnet18-cifar", Map.of("stem", "cifar")),
          Map.entry("resnet20-a", Map.of("shortcut", "a")),
          Map.entry("resnet20-b", Map.of("shortcut", "b")),
          Map.entry("resnet34", Map.of()),
          Map.entry("resnet50", Map.of()),
          Map.entry("resnet56", Map.of()),
          Map.entry("vgg16_bn", Map.of("hidden", 64, "dropout", 0)),
          Map.entry("squeezenet1_1", Map.of("dropout", 0)),
          Map.entry("mobilenet_v2", Map.of("dropout", 0)),
          Map.entry("efficientnet_b0", Map.of("dropout", 0, "stochasticDepth", 0)),
          Map.entry("convnext_tiny", Map.of("stochasticDepth", 0)));

  private static final List<String> NAMES = names();

  private static List<String> names() {
    return Golden.files("networks").stream().map(file -> file.replace(".txt", "")).toList();
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void stateLogitsAndGradientsAreTorchvisions(String golden) throws IOException {
    List<String> lines = lines(golden);
    long before = LiveTensors.count();
    String name = golden.split("-", 2)[0];
    try (Module network =
            Arguments.read(Models.CATALOGUE.named(name), ARGUMENTS.get(golden))
                .network(classes(lines), Rng.seeded(1));
        Scope scope = Scope.open()) {
      Map<String, Tensor> state = network.stateDict();
      assertThat(
              state.entrySet().stream()
                  .filter(entry -> !entry.getKey().startsWith("normalize."))
                  .map(entry -> entry.getKey() + " " + entry.getValue().shape()))
          .containsExactlyElementsOf(lines.stream().filter(l -> l.endsWith("]")).toList());
      state.forEach(NetworkGoldensTest::fill);
      Normalize normalize = (Normalize) network.modules().get("normalize");
      normalize.set(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
      network.eval();
      try (Autograd.NoGrad off = Autograd.noGrad()) {
        lines.stream().filter(l -> l.startsWith("logits ")).forEach(line -> compare(network, line));
      }
      compareGradients(network, lines.stream().filter(l -> l.startsWith("gradient ")).toList());
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  /** As many as the last tensor, the head's bias, has numbers. */
  private static int classes(List<String> lines) {
    String last = lines.stream().filter(line -> line.endsWith("]")).reduce((a, b) -> b).get();
    return Integer.parseInt(last.replaceAll(".*\\[|\\]", ""));
  }

  /** Of a weighted sum of a batch's logits. */
  private static void compareGradients(Module network, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    if (lines.get(0).startsWith("gradient training")) {
      network.train();
    }
    int size = Integer.parseInt(lines.get(0).split(" ")[2]);
    Tensor logits = network.call(images(BATCH, size));
    logits.backward(signs("seed", logits.shape()), false);
    Map<String, Tensor> weights = network.parameters();
    assertThat(lines).hasSameSizeAs(weights.keySet());
    double largest =
        lines.stream().mapToDouble(line -> Double.parseDouble(line.split(" ")[4])).max().orElse(0);
    for (String line : lines) {
      String[] words = line.split(" ");
      double norm = Double.parseDouble(words[4]);
      double off = GRADIENT_TOLERANCE * Math.max(norm, 1e-3 * largest);
      try (Scope scope = Scope.open()) {
        Tensor gradient = weights.get(words[3]).gradient();
        Tensor towards = signs("towards " + words[3], gradient.shape());
        assertThat(Math.sqrt(gradient.pow(2).sum().item()))
            .as("norm of the gradient of %s", words[3])
            .isCloseTo(norm, within(off));
        assertThat(gradient.mul(towards).sum().item())
            .as("gradient of %s", words[3])
            .isCloseTo(Double.parseDouble(words[5]), within(off));
      }
    }
  }

  private static Tensor signs(String name, Shape shape) {
    return Tensor.of(drawn(name, shape, u -> 2 * u - 1), shape.toArray());
  }

  private static Tensor images(int count, int size) {
    Shape shape = Shape.of(count, 3, size, size);
    return Tensor.of(drawn("images", shape, u -> u), shape.toArray()).channelsLast();
  }

  private static void compare(Module network, String line) {
    String[] words = line.split(" ", -1);
    int size = Integer.parseInt(words[1]);
    Tensor images = images(1, size);
    assertClose(network.call(images), words, line);
    try (Prepared prepared = Prepared.of(network, Shape.of(3, size, size), Precision.FLOAT32)) {
      assertClose(prepared.call(images), words, "prepared, " + line);
    }
  }

  private static void assertClose(Tensor logits, String[] words, String what) {
    float[] found = logits.toFloats();
    assertThat(words).hasSize(2 + 10);
    double largest = 0;
    for (int k = 0; k < 10; k++) {
      largest = Math.max(largest, Math.abs(Double.parseDouble(words[2 + k])));
    }
    for (int k = 0; k < 10; k++) {
      assertThat((double) found[k])
          .as("logit %d of %s", k, what)
          .isCloseTo(Double.parseDouble(words[2 + k]), within(TOLERANCE * largest));
    }
  }

  private interface Value {
    double of(double uniform);
  }

  private static void fill(String name, Tensor tensor) {
    Shape shape = tensor.shape();
    if (tensor.dtype() == DType.FLOAT32) {
      double fan = shape.rank() > 1 ? (double) shape.elements() / shape.size(0) : 0;
      Value value;
      if (name.endsWith("layer_scale") || name.endsWith("running_var")) {
        value = u -> 0.5 + u;
      } else if (shape.rank() > 1) {
        value = u -> (2 * u - 1) * Math.sqrt(6 / fan);
      } else if (name.endsWith("bias")) {
        value = u -> u < 0.3 ? -1 - u : 0.5 + u;
      } else {
        value = name.endsWith("weight") ? u -> 0.1 + 0.2 * u : u -> 0.2 * u - 0.1;
      }
      tensor.copyFrom(Tensor.of(drawn(name, shape, value), shape.toArray()));
    }
  }

  /** A hash of the name and the position, 24 bits of it as a number in [0, 1). */
  private static float[] drawn(String name, Shape shape, Value value) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(UTF_8));
    int seed = (int) sum.getValue();
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      int h = i * 0x9E3779B1 ^ seed;
      h = (h ^ (h >>> 16)) * 0x85EBCA6B;
      h = (h ^ (h >>> 13)) * 0xC2B2AE35;
      h ^= h >>> 16;
      values[i] = (float) value.of((h >>> 8) / (double) (1 << 24));
    }
    return values;
  }

  private static List<String> lines(String golden) throws IOException {
    try (var file =
        NetworkGoldensTest.class.getResourceAsStream(
            "/fovea/goldens/networks/" + golden + ".txt")) {
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
