package fovea.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import fovea.FoveaException;
import fovea.models.Model;
import fovea.models.SmallModels;
import fovea.nn.Conv2d;
import fovea.nn.InputRange;
import fovea.nn.Int8Ranges;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Autograd;
import fovea.tensor.Precision;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in QDQ form, in ONNX Runtime beside Fovea's own 8-bit layers. */
class QuantizedModelTest {
  private static final Offset<Float> TOLERANCE = Offset.offset(1e-3f);

  /** Of networks with plain, depthwise and linear layers, residual sums, and pooling between. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "speedrun",
        "cifar10-cnn",
        "resnet18",
        "preactresnet18",
        "mobilenet_v2",
        "convnext_tiny",
        "squeezenet1_1"
      })
  void logitsAreAlmostThoseOfFoveasWholeNumbers(String name) {
    assumeThat(QuantizedLayer.isPossible()).isTrue();
    try (Model model = SmallModels.of(name, Rng.seeded(1));
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Filled.fill(model.network(), Rng.seeded(2));
      Tensor images = images(model.input(), 6);
      Int8Ranges ranges = Int8Ranges.of(model.network(), 1, batch -> images);
      assertThat(ranges.layers()).isNotEmpty();
      byte[] file =
          OnnxModel.of(model.network(), name, model.input(), 1).quantized(ranges).toBytes("test");
      float[] plain = model.network().call(images).toFloats();
      float[] whole;
      try (Prepared prepared =
          Prepared.of(model.network(), model.input(), Precision.FLOAT32, ranges)) {
        whole = prepared.call(images).toFloats();
      }
      try (OnnxRuntime engine = new OnnxRuntime(file);
          OnnxEvaluator evaluator = OnnxEvaluator.read(ByteBuffer.wrap(file))) {
        float[] found = engine.run(OnnxModel.LOGITS, images);
        float[] evaluated = evaluator.run(images).get(OnnxModel.LOGITS).toFloats();
        double rounding = off(whole, plain);
        assertThat(rounding).as("int8 rounds").isPositive();
        assertThat(off(evaluated, whole)).isLessThan(Math.max(0.02, 1.5 * rounding));
        assertThat(off(found, whole)).isLessThan(Math.max(0.02, 1.5 * rounding));
        assertThat(evaluator.operators()).contains("QuantizeLinear", "DequantizeLinear");
        assertThat(evaluator.constants()).anyMatch(constant -> constant.endsWith("_quantized"));
      }
    }
  }

  /** Root of the mean square, as a share of the values' own. */
  private static double off(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double off = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      off += Math.pow((double) found[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(off / size);
  }

  private static Tensor images(Shape input, int count) {
    return RandomTensor.uniform(
        0, 1, Rng.seeded(3), Shape.of(count, input.size(0), input.size(1), input.size(2)));
  }

  /** So that an engine goes from layer to layer in whole numbers. */
  @Test
  void aConvolutionTakesInItsBatchNormBehindPoolingAndItsOutputIsRounded() {
    try (Model model = SmallModels.of("speedrun", Rng.seeded(1));
        Scope scope = Scope.open()) {
      Filled.fill(model.network(), Rng.seeded(2));
      Tensor images = images(model.input(), 4);
      Int8Ranges ranges = Int8Ranges.of(model.network(), 1, batch -> images);
      OnnxModel plain = OnnxModel.of(model.network(), "speedrun", model.input(), 1);
      List<String> before = operators(plain);
      List<String> after = operators(plain.quantized(ranges));
      assertThat(before).filteredOn("BatchNormalization"::equals).hasSize(6);
      assertThat(after).doesNotContain("BatchNormalization");
      assertThat(after).filteredOn("Conv"::equals).hasSize(7);
      // Inputs and outputs of six convolutions, and each pooling keeps its input's steps.
      assertThat(after).filteredOn("QuantizeLinear"::equals).hasSize(6 + 6 + 3);
      List<String> without = operators(plain.quantized(new Int8Ranges(ranges.layers())));
      assertThat(without).filteredOn("QuantizeLinear"::equals).hasSize(6);
    }
  }

  private static List<String> operators(OnnxModel model) {
    try (OnnxEvaluator evaluator = OnnxEvaluator.read(ByteBuffer.wrap(model.toBytes("test")))) {
      return evaluator.operators();
    }
  }

  /** A convolution alone. */
  private static final class Alone extends Module {
    private final Conv2d conv = child("conv", new Conv2d(3, 4, 3, 1, 1, true, Rng.seeded(1)));

    @Override
    protected Tensor forward(Tensor images) {
      return conv.call(images).flatten(1);
    }
  }

  @Test
  void aFilterOfNothingKeepsItsBias() {
    try (Alone network = new Alone();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      network.eval();
      Tensor weight = network.conv.stateDict().get("weight");
      float[] values = weight.toFloats();
      Arrays.fill(values, 0, 27, 0); // the first filter
      Arrays.fill(values, 27, 54, 1e-12f);
      weight.copyFrom(Tensor.of(values, 4, 3, 3, 3));
      network.conv.stateDict().get("bias").copyFrom(Tensor.of(new float[] {0.75f, -3, 0, 1}, 4));
      Shape input = Shape.of(3, 6, 6);
      Tensor images = images(input, 2);
      Int8Ranges ranges = new Int8Ranges(Map.of("conv", new InputRange(0, 1)));
      byte[] file = OnnxModel.of(network, "alone", input, 1).quantized(ranges).toBytes("test");
      float[] plain = network.call(images).toFloats();
      try (OnnxRuntime engine = new OnnxRuntime(file);
          OnnxEvaluator evaluator = OnnxEvaluator.read(ByteBuffer.wrap(file))) {
        float[] found = engine.run(OnnxModel.LOGITS, images);
        float[] evaluated = evaluator.run(images).get(OnnxModel.LOGITS).toFloats();
        assertThat(Arrays.copyOf(found, 72)).containsExactly(Arrays.copyOf(plain, 72), TOLERANCE);
        assertThat(off(found, plain)).isLessThan(0.02);
        assertThat(off(evaluated, plain)).isLessThan(0.02);
      }
    }
  }

  @Test
  void rangesOfALayerThatTheGraphDoesNotHaveAreRefused() {
    try (Model model = SmallModels.of("cifar10-cnn", Rng.seeded(1))) {
      OnnxModel plain = OnnxModel.of(model.network(), "cnn", model.input(), 1);
      Int8Ranges others = new Int8Ranges(Map.of("features.99", new InputRange(0, 1)));
      assertThatThrownBy(() -> plain.quantized(others))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "int8: the network has no convolution or product for the layers [features.99]");
    }
  }
}
