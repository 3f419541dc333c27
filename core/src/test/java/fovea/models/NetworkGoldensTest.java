package fovea.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks against torchvision's, with the same weights, which both sides compute: {@code
 * make_networks.py} among the goldens.
 */
class NetworkGoldensTest {
  /** Relative to the largest logit; the files hold those of float64. */
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "resnet18-imagenet, resnet18, 1000",
    "resnet18-cifar, resnet18, 10",
    "resnet20-a, resnet20, 10",
    "resnet20-b, resnet20, 10"
  })
  void stateAndLogitsAreTorchvisions(String golden, String name, int classes) throws IOException {
    List<String> lines = lines(golden);
    long before = LiveTensors.count();
    Map<String, ?> arguments = arguments(name, golden.substring(name.length() + 1));
    try (Module network =
            Arguments.read(Models.CATALOGUE.named(name), arguments)
                .network(classes, Rng.seeded(1));
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Map<String, Tensor> state = network.stateDict();
      assertThat(
              state.entrySet().stream()
                  .filter(entry -> !entry.getKey().startsWith("normalize."))
                  .map(entry -> entry.getKey() + " " + entry.getValue().shape()))
          .containsExactlyElementsOf(lines.stream().filter(l -> !l.startsWith("logits")).toList());
      state.forEach(NetworkGoldensTest::fill);
      Normalize normalize = (Normalize) network.modules().get("normalize");
      normalize.set(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
      network.eval();
      lines.stream().filter(l -> l.startsWith("logits")).forEach(line -> compare(network, line));
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private static Map<String, ?> arguments(String name, String variant) {
    return Map.of(name.equals("resnet18") ? "stem" : "shortcut", variant);
  }

  private static void compare(Module network, String line) {
    String[] words = line.split(" ", -1);
    int size = Integer.parseInt(words[1]);
    Shape one = Shape.of(1, 3, size, size);
    Tensor images = Tensor.of(drawn("images", one, u -> u), one.toArray()).channelsLast();
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
      boolean positive = name.endsWith("running_var") || name.endsWith("weight");
      Value value =
          shape.rank() > 1
              ? u -> (2 * u - 1) * Math.sqrt(6 / fan)
              : u -> positive ? 0.5 + u : 0.2 * u - 0.1;
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
