package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final Bootstrap.Figures SHARE_OF_FIRST_HALF =
      weights -> {
        int half = IntStream.range(0, weights.length / 2).map(i -> weights[i]).sum();
        return new double[] {(double) half / IntStream.of(weights).sum()};
      };

  private static Bootstrap bootstrap(int resamples, int threads) {
    return new Bootstrap(resamples, Rng.seeded(5), threads);
  }

  /** The share of a half has a binomial's standard error. */
  @Test
  void theIntervalOfAShareIsTheBinomials() {
    int images = 2_000;
    Interval found = bootstrap(4_000, 2).intervals(SHARE_OF_FIRST_HALF, images).get(0);
    double error = Math.sqrt(0.25 / images);
    assertThat(found.low()).isCloseTo(0.5 - 1.96 * error, within(0.1 * error));
    assertThat(found.high()).isCloseTo(0.5 + 1.96 * error, within(0.1 * error));
  }

  @Test
  void theSameSeedGivesTheSameIntervalsOnAnyNumberOfThreads() {
    List<Interval> one = bootstrap(200, 1).intervals(SHARE_OF_FIRST_HALF, 50);
    for (int threads : new int[] {2, 4}) {
      assertThat(bootstrap(200, threads).intervals(SHARE_OF_FIRST_HALF, 50)).isEqualTo(one);
    }
    assertThat(new Bootstrap(200, Rng.seeded(6), 1).intervals(SHARE_OF_FIRST_HALF, 50))
        .isNotEqualTo(one);
  }

  @Test
  void eachGroupIsDrawnFromForItself() {
    Bootstrap.Figures firstGroup =
        weights -> new double[] {IntStream.range(0, 30).map(i -> weights[i]).sum()};
    assertThat(bootstrap(100, 1).mostly(firstGroup, 30, 70)).containsExactly(30);
    Interval together = bootstrap(100, 1).intervals(firstGroup, 100).get(0);
    assertThat(together.low()).isLessThan(together.high());
  }

  /** NumPy: quantile([0, 1, ..., 9], [0.025, 0.975]) is 0.225 and 8.775. */
  @Test
  void percentilesLieBetweenValuesAsInNumPy() {
    int[] next = {0};
    Bootstrap.Figures counting = weights -> new double[] {next[0]++};
    Interval found = bootstrap(10, 1).intervals(counting, 3).get(0);
    assertThat(found.low()).isCloseTo(0.225, within(1e-12));
    assertThat(found.high()).isCloseTo(8.775, within(1e-12));
  }

  @Test
  void whatMostResamplesDoNotDefineHasNoInterval() {
    int[] next = {0};
    Bootstrap.Figures rarely =
        weights -> new double[] {next[0]++ % 3 == 0 ? 1 : Double.NaN, next[0]};
    List<Interval> found = bootstrap(99, 1).intervals(rarely, 3);
    assertThat(found.get(0)).isNull();
    assertThat(found.get(1)).isNotNull();
    assertThat(Bootstrap.none().intervals(rarely, 3)).containsExactly(null, null);
  }

  @Test
  void whatIsTheSameInAllResamplesHasNoInterval() {
    Bootstrap.Figures same = weights -> new double[] {1, 0, 0.1 + 1e-17 * weights[0]};
    assertThat(bootstrap(50, 1).intervals(same, 10)).containsExactly(null, null, null);
  }

  @Test
  void aDistanceMostlyStaysWithinTwoStandardErrors() {
    int images = 2_000;
    Bootstrap.Figures distance =
        weights -> new double[] {Math.abs(SHARE_OF_FIRST_HALF.of(weights)[0] - 0.5), 7};
    double[] found = bootstrap(4_000, 2).mostly(distance, images);
    double error = Math.sqrt(0.25 / images);
    assertThat(found[0]).isCloseTo(1.96 * error, within(0.1 * error));
    assertThat(found[1]).isEqualTo(7);
    assertThat(Bootstrap.none().mostly(distance, images)).containsOnly(Double.NaN);
  }

  @Test
  void fewerThanNoResamplesAreRefused() {
    assertThatThrownBy(() -> bootstrap(-1, 1)).hasMessage("resamples: -1, expected at least 0");
  }
}
