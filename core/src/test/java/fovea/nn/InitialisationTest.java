package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class InitialisationTest {
  @Test
  void weightsAndBiasesAreUniformWithinPyTorchsBounds() {
    for (int seed = 0; seed < 5; seed++) {
      Rng rng = Rng.seeded(seed);
      try (Conv2d convolution = new Conv2d(16, 256, 3, 1, 1, true, rng);
          Linear linear = new Linear(50, 2000, true, rng)) {
        for (Tensor parameter : convolution.parameters().values()) {
          assertUniform(parameter, 1 / Math.sqrt(16 * 9), seed);
        }
        for (Tensor parameter : linear.parameters().values()) {
          assertUniform(parameter, 1 / Math.sqrt(50), seed);
        }
      }
    }
  }

  private static void assertUniform(Tensor parameter, double bound, int seed) {
    float[] values = parameter.toFloats();
    double mean = 0;
    double square = 0;
    double largest = 0;
    for (float value : values) {
      mean += value / (double) values.length;
      square += value * (double) value / values.length;
      largest = Math.max(largest, Math.abs(value));
    }
    double variance = bound * bound / 3;
    int n = values.length;
    String what = "seed " + seed + ", " + parameter.shape();
    assertThat(largest).as(what).isBetween(bound * (1 - 20.0 / n), bound * (1 + 1e-6));
    assertThat(mean).as(what).isCloseTo(0, within(4.5 * Math.sqrt(variance / n)));
    // the square of a uniform value varies by 4/45 of the bound's fourth power
    double error = 4.5 * Math.sqrt(4 * Math.pow(bound, 4) / 45 / n);
    assertThat(square).as(what).isCloseTo(variance, within(error));
  }

  @Test
  void batchNormStartsAsTheIdentity() {
    try (BatchNorm2d norm = new BatchNorm2d(3)) {
      assertThat(norm.stateDict().get("weight").toFloats()).containsExactly(1, 1, 1);
      assertThat(norm.stateDict().get("bias").toFloats()).containsExactly(0, 0, 0);
      assertThat(norm.stateDict().get("running_mean").toFloats()).containsExactly(0, 0, 0);
      assertThat(norm.stateDict().get("running_var").toFloats()).containsExactly(1, 1, 1);
      assertThat(norm.stateDict().get("num_batches_tracked").toLongs()).containsExactly(0);
    }
  }

  @Test
  void weightsFollowFromTheSeedAndLayersOfOneGeneratorDiffer() {
    Rng rng = Rng.seeded(3);
    try (Linear first = new Linear(4, 4, true, rng);
        Linear second = new Linear(4, 4, true, rng);
        Linear again = new Linear(4, 4, true, Rng.seeded(3))) {
      assertThat(weight(again)).isEqualTo(weight(first));
      assertThat(weight(second)).isNotEqualTo(weight(first));
    }
  }

  private static float[] weight(Linear layer) {
    return layer.parameters().get("weight").toFloats();
  }
}
