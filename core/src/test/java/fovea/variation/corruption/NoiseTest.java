package fovea.variation.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Noises against the moments of the distributions that they are drawn from. */
class NoiseTest {
  private static final int SIDE = 200;
  private static final int VALUES = 3 * SIDE * SIDE;

  /** Standard errors: seeds are fixed, so this holds or it doesn't. */
  private static final double ERRORS = 4;

  private static double[] noisy(Distortion noise, double value, long seed) {
    double[] values = new double[VALUES];
    Arrays.fill(values, value);
    Picture picture = new Picture(SIDE, SIDE, 3, values);
    noise.on(picture, Rng.seeded(seed));
    return picture.values();
  }

  private static double mean(double[] values, DoubleUnaryOperator of) {
    return Arrays.stream(values).map(of).average().orElseThrow();
  }

  private static void assertMoments(double[] values, double mean, double variance) {
    double found = mean(values, v -> v);
    assertThat(found).isCloseTo(mean, within(ERRORS * Math.sqrt(variance / VALUES)));
    double spread = mean(values, v -> (v - mean) * (v - mean));
    double fourth = mean(values, v -> Math.pow(v - mean, 4));
    double error = Math.sqrt(Math.max(fourth - variance * variance, 0) / VALUES);
    assertThat(spread).isCloseTo(variance, within(ERRORS * error));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.04, 1", "0.2, 0.1, 2", "0.9, 0.38, 3"})
  void gaussianNoiseHasItsDeviationWhateverTheValue(double value, double deviation, long seed) {
    assertMoments(noisy(new GaussianNoise(deviation), value, seed), value, deviation * deviation);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.06, 1", "0.2, 0.2, 2", "0.9, 0.6, 3"})
  void speckleNoiseGrowsWithTheValue(double value, double deviation, long seed) {
    double expected = value * deviation;
    assertMoments(noisy(new SpeckleNoise(deviation), value, seed), value, expected * expected);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 500, 1", "0.02, 50, 2", "0.9, 3, 3", "0.1, 3, 4", "0.5, 60, 5"})
  void shotNoisesVarianceIsTheValueByPhoton(double value, double photons, long seed) {
    double[] values = noisy(new ShotNoise(photons), value, seed);
    assertMoments(values, value, value / photons);
    for (double each : Arrays.copyOf(values, 1000)) {
      assertThat(each * photons).isCloseTo(Math.rint(each * photons), within(1e-9));
    }
  }

  @Test
  void nothingFallsOnBlack() {
    assertThat(noisy(new ShotNoise(50), 0, 1)).containsOnly(0);
    assertThat(noisy(new SpeckleNoise(0.6), 0, 1)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.07, 0.27})
  void impulseNoiseMakesHalfOfItsShareBlackAndHalfWhite(double share) {
    double[] values = noisy(new ImpulseNoise(share), 0.4, 6);
    double error = ERRORS * Math.sqrt(share / 2 / VALUES);
    assertThat(mean(values, v -> v == 0 ? 1 : 0)).isCloseTo(share / 2, within(error));
    assertThat(mean(values, v -> v == 1 ? 1 : 0)).isCloseTo(share / 2, within(error));
    assertThat(values).containsOnly(0, 0.4, 1);
  }

  /** Chi-squared over the counts that are expected at least ten times. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 2, 9.9, 10, 12.5, 47, 250})
  void countsHavePoissonsDistribution(double mean) {
    int draws = 100_000;
    Rng rng = Rng.seeded((long) (1000 * mean));
    int[] counts = new int[1000];
    for (int i = 0; i < draws; i++) {
      counts[(int) Poisson.next(mean, rng)]++;
    }
    double probability = Math.exp(-mean);
    double squared = 0;
    int cells = 0;
    double covered = 0;
    for (int k = 0; k < counts.length; k++) {
      double expected = draws * probability;
      if (expected >= 10) {
        squared += Math.pow(counts[k] - expected, 2) / expected;
        cells++;
        covered += probability;
      }
      probability *= mean / (k + 1);
    }
    assertThat(covered).isGreaterThan(0.99);
    // Its mean is the number of cells and its variance twice that.
    assertThat(squared).isLessThan(cells + 5 * Math.sqrt(2.0 * cells));
  }

  @Test
  void logarithmsOfFactorialsAreSumsOfLogarithms() {
    double sum = 0;
    for (int n = 1; n < 2000; n++) {
      sum += Math.log(n);
      assertThat(Poisson.logFactorial(n)).as("%d!", n).isCloseTo(sum, within(1e-8));
    }
    assertThat(Poisson.logFactorial(0)).isZero();
  }
}
