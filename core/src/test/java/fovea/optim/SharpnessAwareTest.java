package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.Golden;
import fovea.nn.AdaptiveAvgPool2d;
import fovea.nn.BatchNorm2d;
import fovea.nn.Conv2d;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Probe;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.tensor.DType;
import fovea.tensor.Doubles;
import fovea.tensor.InScope;
import fovea.tensor.Lanes;
import fovea.tensor.LiveTensors;
import fovea.tensor.Loss;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class SharpnessAwareTest {
  /** Relative; both sides compute in float32, and steps carry their roundings along. */
  private static final double TOLERANCE = 1e-5;

  @Test
  void aNetworksLossesAndWeightsOverSixStepsAreThoseOfThePapersAlgorithmInPyTorch() {
    Golden golden = Golden.read("sharpness-aware");
    try (Module network = smallNetwork();
        Lanes lanes = new Lanes(1)) {
      network.loadStateDict(golden.under("before."));
      Tensor images = golden.tensor("pixels").to(DType.FLOAT32).div(255);
      Tensor labels = golden.tensor("labels");
      float[] losses = new float[6];
      try (Optimizer sgd = new Sgd(0.1, 0.9, false, 5e-3, false).of(network.parameters(), 1);
          SharpnessAware sharpness = new SharpnessAware(sgd, 0.2)) {
        for (int step = 0; step < losses.length; step++) {
          losses[step] = backward(sgd, network, images, labels);
          sharpness.climb(lanes);
          try (Probe probe = Probe.asTrained()) {
            float unused = backward(sgd, network, images, labels);
          }
          sharpness.descend(lanes);
          sgd.step(0.1);
        }
      }
      golden.assertMatches("losses", Tensor.of(losses, losses.length), TOLERANCE);
      golden.assertMatches("after.", network.stateDict(), TOLERANCE);
    }
  }

  /** As the script beside the goldens has it. */
  static Module smallNetwork() {
    Rng rng = Rng.seeded(1);
    return Sequential.of(
        new Conv2d(3, 4, 3, 1, 1, true, rng),
        new BatchNorm2d(4),
        new ReLU(false),
        new AdaptiveAvgPool2d(2),
        new Flatten(),
        new Linear(16, 3, true, rng));
  }

  static float backward(Optimizer optimizer, Module network, Tensor images, Tensor labels) {
    try (Scope temporary = Scope.open()) {
      Tensor loss = Loss.crossEntropy(network.call(images), labels, 0);
      optimizer.zeroGradients();
      loss.backward();
      return (float) loss.item();
    }
  }

  @Test
  void theWayUpIsRhoLongWhateverTheGradientAndTheWayBackIsExact() {
    for (double rho : new double[] {0.01, 3}) {
      for (double size : new double[] {1e-6, 1, 1e6}) {
        Map<String, Tensor> parameters = parameters();
        try (Optimizer sgd = new Sgd(0.1, 0.9, true, 0, false).of(parameters, 1);
            SharpnessAware sharpness = new SharpnessAware(sgd, rho);
            Lanes lanes = new Lanes(2)) {
          Tensor gradients = sgd.flatGradients();
          gradients.copyFrom(Doubles.normal(Rng.seeded(3), 19).tensor().mul(size));
          Tensor before = sgd.flatParameters().copy();
          sharpness.climb(lanes);
          Tensor way = sgd.flatParameters().sub(before);
          double norm = gradients.mul(gradients).sum().sqrt().item();
          assertThat(way.mul(way).sum().sqrt().item()).isCloseTo(rho, within(1e-4 * rho));
          Doubles.of(gradients.mul(rho / norm)).assertMatches(way, 1e-5, "rho " + rho);
          sharpness.descend(lanes);
          assertThat(sgd.flatParameters().toRaw()).isEqualTo(before.toRaw());
        }
      }
    }
  }

  @Test
  void frozenWeightsStayAndHaveNoPartInTheNorm() {
    Map<String, Tensor> parameters = parameters();
    try (Optimizer sgd = new Sgd(0.1, 0.9, true, 0, false).of(parameters, 1);
        SharpnessAware sharpness = new SharpnessAware(sgd, 0.5);
        Lanes lanes = new Lanes(1)) {
      sgd.flatGradients().copyFrom(Tensor.ones(19));
      Tensor frozen = parameters.get("matrix").requireGradient(false);
      byte[] bits = frozen.toRaw();
      Tensor bias = parameters.get("bias").detach().copy();
      sharpness.climb(lanes);
      assertThat(frozen.toRaw()).isEqualTo(bits);
      double expected = 0.5 / Math.sqrt(12 + 3); // of the filters' and the bias's ones
      Doubles.of(bias.add(expected)).assertMatches(parameters.get("bias"), 1e-6, "bias");
      sharpness.descend(lanes);
      frozen.requireGradient(true);
    }
  }

  @Test
  void withoutAGradientItStaysAndTakesNoMemoryThatStays() {
    Map<String, Tensor> parameters = parameters();
    try (Optimizer sgd = new Sgd(0.1, 0.9, true, 0, false).of(parameters, 1);
        SharpnessAware sharpness = new SharpnessAware(sgd, 0.5);
        Lanes lanes = new Lanes(1)) {
      byte[] before = sgd.flatParameters().toRaw();
      sgd.zeroGradients();
      sharpness.climb(lanes);
      long held = LiveTensors.count();
      for (int i = 0; i < 5; i++) {
        sharpness.descend(lanes);
        sharpness.climb(lanes);
        assertThat(sgd.flatParameters().toRaw()).isEqualTo(before);
      }
      assertThat(LiveTensors.count()).isEqualTo(held);
    }
  }

  /** 12 + 4 + 3 numbers. */
  private static Map<String, Tensor> parameters() {
    Rng rng = Rng.seeded(1);
    Map<String, Tensor> made = new LinkedHashMap<>();
    made.put("filters", Doubles.normal(rng, 3, 1, 2, 2).tensor().requireGradient(true));
    made.put("matrix", Doubles.normal(rng, 2, 2).tensor().requireGradient(true));
    made.put("bias", Doubles.normal(rng, 3).tensor().requireGradient(true));
    return made;
  }
}
