package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Golden;
import fovea.tensor.ConvGeometry;
import fovea.tensor.InScope;
import fovea.tensor.Loss;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers against PyTorch for Python: outputs, gradients, and what a pass leaves in them. */
@ExtendWith(InScope.class)
class LayerGoldensTest {
  /**
   * Relative to the largest value. The files hold true values rounded once; a sum of some tens of
   * float32 products, such as these layers take, is off by a few roundings of 6e-8.
   */
  private static final double TOLERANCE = 3e-6;

  private static final Rng RNG = Rng.seeded(1);
  private static final Map<String, Supplier<Module>> LAYERS =
      Map.ofEntries(
          Map.entry("conv2d", () -> new Conv2d(3, 4, 3, 1, 0, true, RNG)),
          Map.entry("conv2d-padding-no-bias", () -> new Conv2d(3, 4, 3, 1, 1, false, RNG)),
          Map.entry("conv2d-stride", () -> new Conv2d(3, 4, 2, 2, 0, true, RNG)),
          Map.entry("conv2d-stride-padding", () -> new Conv2d(3, 2, 5, 3, 2, true, RNG)),
          Map.entry("linear", () -> new Linear(7, 3, true, RNG)),
          Map.entry("linear-no-bias", () -> new Linear(7, 3, false, RNG)),
          Map.entry("batch-norm-training", () -> new BatchNorm2d(3)),
          Map.entry("batch-norm-evaluation", () -> new BatchNorm2d(3)),
          Map.entry("batch-norm-eps-momentum", () -> new BatchNorm2d(3, 0.1, 0.4)),
          Map.entry("relu", () -> new ReLU(false)),
          Map.entry("gelu", GELU::new),
          Map.entry("max-pool", () -> new MaxPool2d(2, 2)),
          Map.entry("max-pool-overlapping", () -> new MaxPool2d(3, 1)),
          Map.entry("avg-pool", () -> new AvgPool2d(2, 2)),
          Map.entry("avg-pool-overlapping", () -> new AvgPool2d(3, 2)),
          Map.entry("adaptive-avg-pool", () -> new AdaptiveAvgPool2d(1)),
          Map.entry("adaptive-avg-pool-uneven", () -> new AdaptiveAvgPool2d(4)),
          Map.entry("adaptive-max-pool", () -> new AdaptiveMaxPool2d(1)),
          Map.entry("adaptive-max-pool-uneven", () -> new AdaptiveMaxPool2d(4)),
          Map.entry("dropout-evaluation", () -> new Dropout(0.4, RNG)),
          Map.entry("normalize", () -> new Normalize(3)),
          Map.entry("flatten", Flatten::new),
          Map.entry("conv2d-depthwise", LayerGoldensTest::depthwise),
          Map.entry("silu", SiLU::new),
          Map.entry("sigmoid", Sigmoid::new),
          Map.entry("relu6", () -> new ReLU6(false)),
          Map.entry("max-pool-ceil", () -> MaxPool2d.ceil(3, 2)),
          Map.entry("layer-norm", () -> new LayerNorm(7, 1e-3)),
          Map.entry("layer-norm-2d", () -> new LayerNorm2d(3, 1e-3)),
          Map.entry("squeeze-excitation", () -> new SqueezeExcitation(3, 2, new SiLU(), RNG)),
          Map.entry("permute", () -> new Permute(0, 2, 3, 1)),
          Map.entry("stochastic-depth-evaluation", () -> new StochasticDepth(0.4, RNG)));

  private static Module depthwise() {
    return new Conv2d(
        3,
        3,
        Size2d.square(3),
        ConvGeometry.of(1, 1).grouped(3),
        true,
        Initialisation.standard(),
        RNG);
  }

  private static final List<String> NAMES = Golden.in("layers");

  @Test
  void everyGoldenHasALayer() {
    assertThat(NAMES).containsExactlyInAnyOrderElementsOf(LAYERS.keySet());
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void aLayerComputesWhatPyTorchDoes(String name) {
    Golden golden = Golden.read("layers/" + name);
    compare(golden, name, golden.tensor("input"));
    if (golden.tensor("input").shape().rank() == 4) {
      compare(golden, name, golden.tensor("input").channelsLast());
    }
  }

  private static void compare(Golden golden, String name, Tensor input) {
    try (Module layer = LAYERS.get(name).get()) {
      layer.loadStateDict(golden.under("before."));
      if (name.endsWith("-evaluation")) {
        layer.eval();
      }
      Tensor leaf = input.requireGradient(true);
      Tensor output = layer.call(leaf);
      output.backward(golden.tensor("seed"), false);
      golden.assertMatches("output", output, TOLERANCE);
      Map<String, Tensor> gradients = new LinkedHashMap<>(Map.of("input", leaf.gradient()));
      layer.parameters().forEach((key, weight) -> gradients.put(key, weight.gradient()));
      golden.assertMatches("gradient.", gradients, TOLERANCE);
      Map<String, Tensor> buffers = new LinkedHashMap<>(layer.stateDict());
      buffers.keySet().removeAll(layer.parameters().keySet());
      golden.assertMatches("after.", buffers, TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "relu6"})
  void anActivationInPlaceComputesTheSame(String name) {
    Golden golden = Golden.read("layers/" + name);
    Tensor input = golden.tensor("input").requireGradient(true);
    try (Module layer = name.equals("relu") ? new ReLU(true) : new ReLU6(true)) {
      Tensor output = layer.call(input.mul(1));
      output.backward(golden.tensor("seed"), false);
      golden.assertMatches("output", output, 0);
      golden.assertMatches("gradient.input", input.gradient(), 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain:0", "smoothed:0.2", "uniform:1"})
  void crossEntropyIsWhatPyTorchComputes(String nameAndSmoothing) {
    Golden golden = Golden.read("cross-entropy");
    String[] parts = nameAndSmoothing.split(":", 2);
    Tensor logits = golden.tensor("logits").requireGradient(true);
    Tensor loss = Loss.crossEntropy(logits, golden.tensor("labels"), Double.parseDouble(parts[1]));
    loss.backward();
    golden.assertMatches("loss." + parts[0], loss, TOLERANCE);
    golden.assertMatches("gradient." + parts[0], logits.gradient(), TOLERANCE);
  }
}
