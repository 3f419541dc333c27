package fovea.nn;

import static fovea.nn.Initialisation.kaimingNormal;
import static fovea.nn.Initialisation.kaimingUniform;
import static fovea.nn.Initialisation.normal;
import static fovea.nn.Initialisation.standard;
import static fovea.nn.Initialisation.truncatedNormal;
import static fovea.nn.Initialisation.uniform;
import static fovea.nn.Initialisation.unitVariance;
import static fovea.nn.Initialisation.xavierNormal;
import static fovea.nn.Initialisation.xavierUniform;
import static fovea.nn.Initialisation.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Initialisation.Fan;
import fovea.tensor.ConvGeometry;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
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

  @Test
  void weightsHaveTheVarianceThatTheirPaperAsksFor() {
    long in = 8 * 9; // 8 channels a group, 3 x 3
    long out = 60 * 9;
    expectNormal(kaimingNormal(Fan.IN), 2.0 / in);
    expectNormal(kaimingNormal(Fan.OUT), 2.0 / out);
    expectNormal(xavierNormal(), 2.0 / (in + out));
    expectNormal(normal(0.3), 0.09);
    expectUniform(kaimingUniform(Fan.IN), Math.sqrt(6.0 / in));
    expectUniform(kaimingUniform(Fan.OUT), Math.sqrt(6.0 / out));
    expectUniform(xavierUniform(), Math.sqrt(6.0 / (in + out)));
    expectUniform(uniform(0.2), 0.2);
    expectUniform(unitVariance(), Math.sqrt(3));
    expectUniform(standard(), Math.sqrt(1.0 / in));
  }

  @Test
  void aTruncatedNormalEndsAtTwoDeviations() {
    try (Conv2d layer = grouped(truncatedNormal(0.02), 1)) {
      float[] values = layer.weight().toFloats();
      double square = 0;
      for (float value : values) {
        assertThat(Math.abs(value)).isLessThanOrEqualTo(0.04f);
        square += value * (double) value / values.length;
      }
      assertThat(Math.sqrt(square)).isCloseTo(0.02 * 0.87963, within(0.02 * 0.005));
    }
  }

  @Test
  void zerosAreZeroAndABiasStartsAsPyTorchsWhateverTheWeights() {
    try (Linear linear = new Linear(50, 2000, true, zeros(), Rng.seeded(1))) {
      assertThat(linear.weight().toFloats()).containsOnly(0);
      assertUniform(linear.parameters().get("bias"), 1 / Math.sqrt(50), 1);
    }
  }

  /** 16 channels to 60 in two groups. */
  private static Conv2d grouped(Initialisation weights, int seed) {
    return new Conv2d(
        16,
        60,
        Size2d.square(3),
        ConvGeometry.of(1, 1).grouped(2),
        true,
        weights,
        Rng.seeded(seed));
  }

  private static void expectUniform(Initialisation weights, double bound) {
    for (int seed = 0; seed < 3; seed++) {
      try (Conv2d layer = grouped(weights, seed)) {
        assertUniform(layer.weight(), bound, seed);
        assertUniform(layer.parameters().get("bias"), 1 / Math.sqrt(8 * 9), seed);
      }
    }
  }

  /** By the first moments: the fourth is three times the squared variance. */
  private static void expectNormal(Initialisation weights, double variance) {
    for (int seed = 0; seed < 3; seed++) {
      try (Conv2d layer = grouped(weights, seed)) {
        float[] values = layer.weight().toFloats();
        int n = values.length;
        double mean = 0;
        double square = 0;
        double fourth = 0;
        for (float value : values) {
          mean += value / (double) n;
          square += Math.pow(value, 2) / n;
          fourth += Math.pow(value, 4) / n;
        }
        assertThat(mean).isCloseTo(0, within(4.5 * Math.sqrt(variance / n)));
        assertThat(square).isCloseTo(variance, within(4.5 * variance * Math.sqrt(2.0 / n)));
        assertThat(fourth / (3 * variance * variance))
            .isCloseTo(1, within(4.5 * Math.sqrt(96.0 / 9 / n)));
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
  void aBatchNormThatStartsAtZeroGivesZerosAndIsTrained() {
    try (BatchNorm2d norm = new BatchNorm2d(3);
        Scope scope = Scope.open()) {
      norm.startAtZero();
      Tensor output = norm.call(RandomTensor.normal(Rng.seeded(1), Shape.of(4, 3, 2, 2)));
      assertThat(output.toFloats()).containsOnly(0);
      output.add(1).pow(2).sum().backward();
      assertThat(norm.parameters().get("weight").gradient()).isNotNull();
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
