package fovea.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.models.Model;
import fovea.models.Models;
import fovea.models.SmallModels;
import fovea.nn.Module;
import fovea.tensor.Autograd;
import fovea.tensor.LiveTensors;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue's networks in ONNX Runtime, beside Fovea's own logits. */
class EveryNetworkTest {
  /** As a share of the largest logit, or of 1. */
  private static final double TOLERANCE = 1e-5;

  static Stream<String> names() {
    return Models.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void logitsAreThoseOfTheNetworkForAnyNumberOfImages(String name) {
    try (Model model = SmallModels.of(name, Rng.seeded(1))) {
      compare(model, List.of(1, 2, 5));
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void logitsOfALargeBatchAreThoseOfTheNetwork(String name) {
    try (Model model = SmallModels.of(name, Rng.seeded(2))) {
      compare(model, List.of(64));
    }
  }

  /**
   * As people train them, at their own size; of VGG's hidden layers a part fits the tests' heap.
   */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void logitsOfTheNetworkAsItIsByDefaultAreItsOwn(String name) {
    Map<String, ?> arguments = name.equals("vgg16_bn") ? Map.of("hidden", 512) : Map.of();
    try (Model model = Models.create(name, arguments, List.of("a", "b", "c", "d"), Rng.seeded(3))) {
      compare(model, List.of(1, 2, 5));
    }
  }

  private static void compare(Model model, List<Integer> batches) {
    long before = LiveTensors.count();
    Module network = model.network();
    Filled.fill(network, Rng.seeded(4));
    byte[] file = OnnxModel.of(network, model.name(), model.input(), 2).toBytes("test");
    try (OnnxRuntime engine = new OnnxRuntime(file);
        OnnxEvaluator evaluator = OnnxEvaluator.read(ByteBuffer.wrap(file));
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      for (int batch : batches) {
        Tensor images = images(model.input(), batch);
        Tensor logits = network.call(images);
        float[] expected = logits.toFloats();
        assertClose(engine.run(OnnxModel.LOGITS, images), expected);
        assertClose(
            engine.run(OnnxModel.PROBABILITIES, images), logits.div(2.0).softmax(1).toFloats());
        assertClose(evaluator.run(images).get(OnnxModel.LOGITS).toFloats(), expected);
      }
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private static Tensor images(Shape input, int batch) {
    Shape shape = Shape.of(batch, input.size(0), input.size(1), input.size(2));
    return RandomTensor.uniform(0, 1, Rng.seeded(batch), shape);
  }

  static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double largest = 1;
    double spread = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
      spread = Math.max(spread, Math.abs(value - expected[0]));
    }
    assertThat(spread).as("not the same everywhere").isPositive();
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(TOLERANCE * largest));
    }
  }
}
