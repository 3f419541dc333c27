package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormTest {
  private static final double EPSILON = 1e-3;

  @Test
  void trainingNormalisesByTheBatchAndMovesTheRunningStatistics() {
    for (int seed = 0; seed < 20; seed++) {
      for (boolean channelsLast : List.of(true, false)) {
        try (Scope scope = Scope.open()) {
          Case drawn = new Case(seed);
          Tensor x = channelsLast ? drawn.x.tensor().channelsLast() : drawn.x.tensor();
          Tensor mean = drawn.mean.tensor();
          Tensor variance = drawn.variance.tensor();
          Tensor output = drawn.run(x, mean, variance, true);
          String what = "seed " + seed;
          drawn.trained(drawn.x).assertMatches(output, 2e-5, what);
          moved(drawn.mean, Reference.channelMeans(drawn.x)).assertMatches(mean, 1e-5, what);
          moved(drawn.variance, Reference.channelVariances(drawn.x, 1))
              .assertMatches(variance, 1e-5, what);
        }
      }
    }
  }

  @Test
  void evaluationNormalisesByTheRunningStatisticsAndLeavesThemAlone() {
    for (int seed = 0; seed < 20; seed++) {
      try (Scope scope = Scope.open()) {
        Case drawn = new Case(seed);
        Tensor mean = drawn.mean.tensor();
        Tensor variance = drawn.variance.tensor();
        Tensor output = drawn.run(drawn.x.tensor(), mean, variance, false);
        String what = "seed " + seed;
        Reference.normalised(drawn.x, drawn.mean, drawn.variance, drawn.weight, drawn.bias, EPSILON)
            .assertMatches(output, 1e-5, what);
        drawn.mean.assertMatches(mean, 0, what);
        drawn.variance.assertMatches(variance, 0, what);
      }
    }
  }

  @Test
  void gradientsThroughBatchStatisticsMatchFiniteDifferences() {
    for (int seed = 0; seed < 8; seed++) {
      try (Scope scope = Scope.open()) {
        Case drawn = new Case(seed);
        Tensor x = drawn.x.tensor().requireGradient(true);
        Tensor weight = drawn.weight.tensor().requireGradient(true);
        Tensor bias = drawn.bias.tensor().requireGradient(true);
        Tensor output =
            Norm.batchNorm(
                x, weight, bias, drawn.mean.tensor(), drawn.variance.tensor(), true, 0.1, EPSILON);
        Doubles towards = Doubles.normal(Rng.seeded(seed), drawn.x.sizes());
        output.mul(towards.tensor()).sum().backward();
        String what = "seed " + seed;
        drawn
            .x
            .slope(at -> drawn.trained(at).dot(towards))
            .assertMatches(x.gradient(), 1e-4, what + ", input");
        drawn
            .weight
            .slope(at -> drawn.trained(drawn.x).dot(towards))
            .assertMatches(weight.gradient(), 1e-5, what + ", weight");
        drawn
            .bias
            .slope(at -> drawn.trained(drawn.x).dot(towards))
            .assertMatches(bias.gradient(), 1e-5, what + ", bias");
      }
    }
  }

  @Test
  void withoutScaleAndShiftTheOutputIsStandardised() {
    try (Scope scope = Scope.open()) {
      Doubles x = Doubles.normal(Rng.seeded(2), 8, 3, 5, 5);
      Tensor output =
          Norm.batchNorm(
              x.tensor().mul(3).add(7),
              null,
              null,
              Tensor.zeros(3),
              Tensor.ones(3),
              true,
              0.1,
              1e-9);
      Doubles.zeros(3).assertMatches(output.mean(0, 2, 3), 1e-5, "means");
      Doubles ones = Doubles.of(Tensor.ones(3));
      ones.assertMatches(output.pow(2).mean(0, 2, 3), 1e-4, "variances");
    }
  }

  @Test
  void aSingleValueAChannelCanNotBeTrainedOn() {
    try (Scope scope = Scope.open()) {
      assertThatThrownBy(() -> plain(Tensor.zeros(1, 4, 1, 1), true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "batchNorm: input [1, 4, 1, 1] has one value a channel; training needs at least two");
      assertThat(plain(Tensor.zeros(1, 4, 1, 1), false).shape()).hasToString("[1, 4, 1, 1]");
      assertThat(plain(Tensor.zeros(2, 4, 1, 1), true).shape()).hasToString("[2, 4, 1, 1]");
      assertThatThrownBy(() -> plain(Tensor.zeros(2, 1, 3, 3), true))
          .hasMessage("batchNorm: input [2, 1, 3, 3] has 1 channel, the layer has 4");
      assertThatThrownBy(() -> plain(Tensor.zeros(4), true))
          .hasMessage("batchNorm: input [4] has 0 channels, the layer has 4");
    }
  }

  @Test
  void layerNormalisationNeedsAsManyFeaturesAsItHas() {
    try (Scope scope = Scope.open()) {
      Tensor four = Tensor.ones(4);
      assertThatThrownBy(() -> Norm.layerNorm(Tensor.zeros(2, 3), four, four, EPSILON))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("layerNorm: input [2, 3] ends in 3 features, the layer has 4");
    }
  }

  private static Tensor plain(Tensor input, boolean training) {
    return Norm.batchNorm(
        input, null, null, Tensor.zeros(4), Tensor.ones(4), training, 0.1, EPSILON);
  }

  private static Doubles moved(Doubles running, Doubles batch) {
    Doubles moved = Doubles.zeros(running.sizes());
    for (int c = 0; c < running.size(0); c++) {
      moved.set(0.9 * running.at(c) + 0.1 * batch.at(c), c);
    }
    return moved;
  }

  /** A batch with more than one value a channel, and a layer's state. */
  private static final class Case {
    final Doubles x;
    final Doubles weight;
    final Doubles bias;
    final Doubles mean;
    final Doubles variance;

    Case(long seed) {
      Rng rng = Rng.seeded(seed);
      int channels = 1 + rng.nextInt(4);
      x = Doubles.normal(rng, 2 + rng.nextInt(3), channels, 1 + rng.nextInt(4), 1 + rng.nextInt(4));
      weight = Doubles.normal(rng, channels);
      bias = Doubles.normal(rng, channels);
      mean = Doubles.normal(rng, channels);
      variance = Doubles.normal(rng, channels).absolute();
      for (int c = 0; c < channels; c++) {
        variance.set((float) (variance.at(c) + 0.1), c);
      }
    }

    Tensor run(Tensor input, Tensor runningMean, Tensor runningVariance, boolean training) {
      return Norm.batchNorm(
          input,
          weight.tensor(),
          bias.tensor(),
          runningMean,
          runningVariance,
          training,
          0.1,
          EPSILON);
    }

    Doubles trained(Doubles input) {
      return Reference.normalised(
          input,
          Reference.channelMeans(input),
          Reference.channelVariances(input, 0),
          weight,
          bias,
          EPSILON);
    }
  }
}
