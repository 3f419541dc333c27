package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Autograd;
import fovea.tensor.FusedActivation;
import fovea.tensor.InScope;
import fovea.tensor.LiveTensors;
import fovea.tensor.OneThread;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({OneThread.class, InScope.class})
class PreparedTest {
  private static final Shape INPUT = Shape.of(3, 8, 8);

  private final Rng rng = Rng.seeded(1);

  @Test
  void theArticlesNetworkGivesTheSameLogits() {
    try (Model model =
        Models.create(
            "cifar10-cnn",
            Map.of("imageSize", 8, "blocks", 2),
            List.of("a", "b", "c"),
            Rng.seeded(3))) {
      assertSame(model.network());
      List<FoldingPlan.Step> steps = plan(model.network());
      assertThat(steps).filteredOn(step -> step.norm() != null).hasSize(2);
      assertThat(steps).filteredOn(step -> step.activation() != FusedActivation.NONE).hasSize(4);
      assertThat(steps).filteredOn(FoldingPlan.Step::isAbsorbed).hasSize(6);
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
      assertThat(plan(network)).filteredOn(step -> step.norm() != null).hasSize(2);

      norm.stateDict().get("weight").copyFrom(Tensor.of(new float[] {1, -1, 1, 1}, 4));
      assertThat(plan(network)).filteredOn(step -> step.norm() != null).hasSize(1);
      assertAlike(network);
    }
  }

  @Test
  void residualNetworksFoldEveryNormAndEachReluBeforeASum() {
    Map<String, Object> small = Map.of("imageSize", 16, "stem", "cifar");
    try (Model model = Models.create("resnet18", small, List.of("a", "b", "c"), Rng.seeded(3))) {
      assertResidual(model.network(), 20, 8);
    }
    try (Model model = Models.create("resnet20", Map.of(), List.of("a", "b", "c"), Rng.seeded(3))) {
      assertResidual(model.network(), 19, 9);
    }
  }

  private void assertResidual(Module network, int norms, int sums) {
    // At first the blocks give their shortcut: with other scales, and small, as they add up.
    network
        .stateDict()
        .forEach(
            (name, tensor) -> {
              if (name.contains("running_") || name.contains("bn2.weight")) {
                tensor.copyFrom(RandomTensor.uniform(0.3, 1, rng, tensor.shape()));
              }
            });
    assertAlike(network);
    List<FoldingPlan.Step> steps = plan(network);
    assertThat(steps).filteredOn(step -> step.norm() != null).hasSize(norms);
    assertThat(steps)
        .filteredOn(step -> step.module() instanceof BatchNorm2d)
        .hasSize(norms)
        .allMatch(FoldingPlan.Step::isAbsorbed);
    assertThat(steps)
        .filteredOn(step -> step.activation() == FusedActivation.RELU)
        .hasSize(sums + 1);
    assertThat(steps)
        .filteredOn(step -> step.module() instanceof ReLU && !step.isAbsorbed())
        .hasSize(sums);
  }

  @Test
  void mobileNetworksFoldEveryNormAndActivation() {
    for (String name : List.of("mobilenet_v2", "efficientnet_b0")) {
      Map<String, Object> small = Map.of("imageSize", 16);
      try (Model model = Models.create(name, small, List.of("a", "b"), Rng.seeded(3))) {
        List<FoldingPlan.Step> steps = plan(model.network());
        assertThat(steps)
            .filteredOn(step -> step.module() instanceof BatchNorm2d)
            .hasSizeGreaterThan(40)
            .allMatch(FoldingPlan.Step::isAbsorbed);
        assertThat(steps)
            .filteredOn(step -> step.module() instanceof ReLU6 || step.module() instanceof SiLU)
            .hasSizeGreaterThan(30)
            .allMatch(FoldingPlan.Step::isAbsorbed);
      }
    }
  }

  /** Adds, concatenates, pools and shares modules at random. */
  @Test
  void networksOfAnyGraphGiveTheSameLogits() {
    int foldedNorms = 0;
    int otherNorms = 0;
    int activations = 0;
    for (int seed = 0; seed < 30; seed++) {
      try (Module network = new RandomGraph(Rng.seeded(seed))) {
        assertSame(network);
        for (FoldingPlan.Step step : plan(network)) {
          foldedNorms += step.norm() != null ? 1 : 0;
          activations += step.activation() != FusedActivation.NONE ? 1 : 0;
          otherNorms += step.module() instanceof BatchNorm2d && !step.isAbsorbed() ? 1 : 0;
        }
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertThat(List.of(foldedNorms, otherNorms, activations)).allMatch(count -> count > 10);
  }

  /** Calls its parts in another order, or not all of them, for larger batches. */
  private static final class Branching extends Module {
    private final Conv2d conv;
    private final Conv2d other;
    private final BatchNorm2d norm;

    Branching(Conv2d conv, Conv2d other) {
      this.conv = child("conv", conv);
      this.other = child("other", other);
      this.norm = child("norm", new BatchNorm2d(3));
    }

    @Override
    protected Tensor forward(Tensor images) {
      long count = images.shape().size(0);
      if (count == 2) {
        return norm.call(conv.call(other.call(images))).mean(2, 3);
      }
      return count == 3
          ? other.call(norm.call(conv.call(images))).mean(2, 3)
          : conv.call(other.call(images)).mean(2, 3);
    }
  }

  /** A fused ReLU would make zeros of them, and the logits finite. */
  @Test
  void weightsThatAreNoNumbersGiveLogitsThatAreNone() {
    Conv2d conv = conv(3, 4);
    try (Autograd.NoGrad off = Autograd.noGrad()) {
      conv.weight().copyFrom(conv.weight().mul(Double.NaN));
    }
    Linear linear = new Linear(256, 3, true, rng);
    try (Module network =
            Sequential.of(conv, new BatchNorm2d(4), new ReLU(true), new Flatten(), linear);
        Prepared prepared = Prepared.of(network, Shape.of(3, 8, 8), Precision.fastest())) {
      assertThat(prepared.call(images()).toFloats()).containsOnly(Float.NaN);
    }
  }

  @Test
  void aForwardThatBranchesGivesWhatItGives() {
    try (Module network = new Branching(conv(3, 3), conv(3, 3))) {
      randomise(network);
      network.eval();
      try (Prepared prepared = Prepared.of(network, INPUT, Precision.FLOAT32)) {
        for (int count = 2; count <= 4; count++) {
          Tensor images = images().narrow(0, 0, count);
          assertClose(prepared.call(images), network.call(images).toFloats(), 1e-5, "" + count);
        }
      }
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

  private static List<FoldingPlan.Step> plan(Module network) {
    network.eval();
    try (Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(0), Shape.of(2, 3, 8, 8));
      return FoldingPlan.of(TapedCall.of(network, images), Set.of()).calls();
    }
  }

  private void assertSame(Module network) {
    randomise(network);
    assertAlike(network);
  }

  /** Statistics and scales as training might have left them. */
  private void randomise(Module network) {
    network
        .stateDict()
        .forEach(
            (name, tensor) -> {
              if (name.contains("running_")
                  || (name.endsWith("weight") && tensor.shape().rank() == 1)) {
                tensor.copyFrom(RandomTensor.uniform(0.2, 3, rng, tensor.shape()));
              }
            });
  }

  private void assertAlike(Module network) {
    network.eval();
    Tensor images = images();
    float[] expected = network.call(images).toFloats();
    for (Precision precision : Precision.supported()) {
      try (Prepared prepared = Prepared.of(network, INPUT, precision)) {
        double off = precision == Precision.FLOAT32 ? 1e-5 : 0.04;
        assertClose(prepared.call(images), expected, off, precision.toString());
      }
    }
  }

  private static void assertClose(Tensor logits, float[] expected, double off, String name) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    float[] found = logits.toFloats();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("%s, logit %d", name, i)
          .isCloseTo(expected[i], within(off * largest));
    }
  }
}
