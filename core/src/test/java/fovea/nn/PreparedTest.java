package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Activation;
import fovea.tensor.FusedActivation;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreparedTest {
  private static final Shape INPUT = Shape.of(3, 8, 8);

  private final Rng rng = Rng.seeded(1);
  private Scope scope;

  @BeforeEach
  void openScope() {
    Threads.set(1);
    scope = Scope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  @Test
  void theArticlesNetworkGivesTheSameLogits() {
    try (Model model =
        Models.create(
            "cifar10-cnn",
            Map.of("imageSize", 8, "blocks", 2),
            List.of("a", "b", "c"),
            Rng.seeded(3))) {
      assertSame(model.network());
      Wiring wiring = wiring(model.network());
      assertThat(wiring.norms()).hasSize(2);
      assertThat(wiring.activations()).hasSize(4);
    }
  }

  @Test
  void aNormAfterAPoolingFoldsIntoTheConvolutionBeforeIt() {
    Conv2d first = conv(3, 4);
    Conv2d second = conv(4, 5);
    BatchNorm2d norm = new BatchNorm2d(4, 1e-12, 0.4);
    try (Module network =
        Sequential.of(
            first,
            new MaxPool2d(2, 2),
            norm,
            new GELU(),
            second,
            new BatchNorm2d(5),
            new GELU(),
            new Flatten(),
            new Linear(80, 3, false, rng))) {
      assertSame(network);
      Wiring wiring = wiring(network);
      assertThat(wiring.norms()).containsOnlyKeys(first, second);
      // GELU falls before it rises, so it can't change places with the pooling.
      assertThat(wiring.activations()).containsOnly(Map.entry(second, FusedActivation.GELU));

      norm.stateDict().get("weight").copyFrom(Tensor.of(new float[] {1, -1, 1, 1}, 4));
      assertThat(wiring(network).norms()).containsOnlyKeys(second);
      assertAlike(network);
    }
  }

  /** Reads the convolution's output twice, once where no module sees it. */
  private static final class Residual extends Module {
    private final Conv2d conv;
    private final BatchNorm2d norm;
    private final ReLU relu;

    Residual(Conv2d conv, BatchNorm2d norm) {
      this.conv = child("conv", conv);
      this.norm = child("norm", norm);
      this.relu = child("relu", new ReLU(true));
    }

    @Override
    protected Tensor forward(Tensor images) {
      Tensor seen = conv.call(images);
      return relu.call(norm.call(seen)).add(seen).mean(2, 3);
    }
  }

  @Test
  void nothingIsFoldedWhereThatWouldChangeTheLogits() {
    try (Module network = new Residual(conv(3, 4), new BatchNorm2d(4))) {
      assertSame(network);
    }
  }

  /** Uses one convolution for two norms, and a parameter of its own. */
  private static final class Shared extends Module {
    private final Conv2d conv;
    private final BatchNorm2d first;
    private final BatchNorm2d second;
    private final Tensor factor;

    Shared(Conv2d conv) {
      this.conv = child("conv", conv);
      this.first = child("first", new BatchNorm2d(3));
      this.second = child("second", new BatchNorm2d(3));
      this.factor = parameter("factor", () -> Tensor.full(1.5, 1));
    }

    @Override
    protected Tensor forward(Tensor images) {
      Tensor once = Activation.relu(first.call(conv.call(images)));
      return second.call(conv.call(once)).mul(factor).mean(2, 3);
    }
  }

  @Test
  void aModuleCalledTwiceKeepsItsWeights() {
    try (Module network = new Shared(conv(3, 3))) {
      assertSame(network);
      assertThat(wiring(network).norms()).isEmpty();
    }
  }

  @Test
  void theWeightsAreThoseOfTheTimeItWasMade() {
    try (Module network = small();
        Prepared prepared = Prepared.of(network, INPUT, Precision.FLOAT32)) {
      network.eval();
      Tensor images = images();
      float[] before = prepared.call(images).toFloats();
      network.parameters().values().forEach(Tensor::zeroInPlace);
      assertThat(prepared.call(images).toFloats()).isEqualTo(before);
      assertThat(network.call(images).toFloats()).containsOnly(0);
    }
  }

  @Test
  void theNetworkKeepsItsModeAndAllCopiesAreFreed() {
    try (Module network = small()) {
      long before = LiveTensors.count();
      for (Precision precision : Precision.values()) {
        Prepared prepared = Prepared.of(network, INPUT, precision);
        assertThat(network.modules().values()).allMatch(Module::training);
        prepared.close();
      }
      assertThat(LiveTensors.count()).isEqualTo(before);
    }
  }

  private Module small() {
    return Sequential.of(
        new Normalize(3),
        conv(3, 4),
        new BatchNorm2d(4),
        new ReLU(true),
        new Flatten(),
        new Linear(256, 3, true, rng));
  }

  private Conv2d conv(int in, int out) {
    return new Conv2d(in, out, 3, 1, 1, out % 2 == 0, rng);
  }

  private Tensor images() {
    return RandomTensor.uniform(0, 1, Rng.seeded(9), Shape.of(5, 3, 8, 8)).channelsLast();
  }

  private static Wiring wiring(Module network) {
    network.eval();
    return Wiring.of(
        network, RandomTensor.uniform(0, 1, Rng.seeded(0), Shape.of(2, 3, 8, 8)).channelsLast());
  }

  /** With statistics and scales as training might have left them. */
  private void assertSame(Module network) {
    network
        .stateDict()
        .forEach(
            (name, tensor) -> {
              if (name.contains("running_") || (name.endsWith("weight") && rank(tensor) == 1)) {
                tensor.copyFrom(RandomTensor.uniform(0.2, 3, rng, tensor.shape()));
              }
            });
    assertAlike(network);
  }

  private void assertAlike(Module network) {
    network.eval();
    Tensor images = images();
    float[] expected = network.call(images).toFloats();
    assertClose(network, Precision.FLOAT32, expected, 1e-5);
    if (Precision.fastest() == Precision.BFLOAT16) {
      assertClose(network, Precision.BFLOAT16, expected, 0.03);
    }
  }

  private void assertClose(Module network, Precision precision, float[] expected, double off) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    try (Prepared prepared = Prepared.of(network, INPUT, precision)) {
      float[] found = prepared.call(images()).toFloats();
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat((double) found[i])
            .as("%s, logit %d", precision, i)
            .isCloseTo(expected[i], org.assertj.core.api.Assertions.within(off * largest));
      }
    }
  }

  private static int rank(Tensor tensor) {
    return tensor.shape().rank();
  }
}
