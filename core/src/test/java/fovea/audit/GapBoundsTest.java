package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ImageGroups;
import fovea.evaluate.Bootstrap;
import fovea.evaluate.Interval;
import fovea.tensor.Rng;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapBoundsTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "owl", "fox", "bee", "ant");

  private static Bootstrap bootstrap(int resamples, int threads) {
    return new Bootstrap(resamples, Rng.seeded(1), threads);
  }

  /**
   * Images of two groups by turns, of which the second's cats are got right less often.
   *
   * @param cats how often
   */
  private static GroupReport report(int images, double cats, long seed, Bootstrap bootstrap) {
    Rng rng = Rng.seeded(seed);
    int[] groups = IntStream.range(0, images).map(i -> i % 2).toArray();
    int[] labels = IntStream.range(0, images).map(i -> rng.nextInt(CLASSES.size())).toArray();
    int[] predicted =
        IntStream.range(0, images)
            .map(
                i ->
                    rng.nextDouble() < (groups[i] == 1 && labels[i] == 0 ? cats : 0.8)
                        ? labels[i]
                        : (labels[i] + 1 + rng.nextInt(CLASSES.size() - 1)) % CLASSES.size())
            .toArray();
    return GroupReport.of(
        new ImageGroups("light", List.of("day", "night"), groups),
        CLASSES,
        labels,
        predicted,
        new double[images],
        bootstrap);
  }

  private static boolean holds(Interval interval, double value) {
    return interval.low() <= value && value <= interval.high();
  }

  /** The percentiles of the pair that differs most would exclude 0 for four in ten of these. */
  @Test
  void imagesGroupedAtRandomMostlyHaveNoGapForCertain() {
    int seeds = 60;
    int fine = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      Gap odds = report(800, 0.8, seed, bootstrap(200, 1)).equalisedOdds();
      assertThat(odds.difference()).isPositive();
      fine += odds.differenceInterval().low() == 0 && odds.ratioInterval().high() == 1 ? 1 : 0;
    }
    assertThat(fine).isGreaterThanOrEqualTo(54); // 57 of 60 are to be expected
  }

  @Test
  void aGapThatThereIsIsFoundWithinItsBounds() {
    int held = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Gap odds = report(4_000, 0.4, seed, bootstrap(200, 1)).equalisedOdds();
      assertThat(odds.where()).isEqualTo("recall of cat");
      assertThat(odds.differenceInterval().low()).isGreaterThan(0.15);
      assertThat(odds.differenceInterval().high()).isLessThan(0.65);
      assertThat(odds.ratioInterval().high()).isLessThan(0.9);
      assertThat(holds(odds.differenceInterval(), odds.difference())).isTrue();
      assertThat(holds(odds.ratioInterval(), odds.ratio())).isTrue();
      held += holds(odds.differenceInterval(), 0.4) ? 1 : 0;
    }
    assertThat(held).isGreaterThanOrEqualTo(18);
  }

  /** Nothing was looked for then: it is a single difference of two. */
  @Test
  void theAccuraciesOfTwoGroupsDifferWithinNewcombesBounds() {
    GroupReport report = report(2_000, 0.2, 1, bootstrap(2_000, 2));
    Interval found = report.accuracyGap().differenceInterval();
    Estimate newcombe = report.accuracyDifference();
    assertThat(found.low()).isCloseTo(newcombe.low(), within(0.003)).isPositive();
    assertThat(found.high()).isCloseTo(newcombe.high(), within(0.003));
    assertThat(report.accuracyBounds()).isEqualTo(found);
  }

  @Test
  void theSeedDecidesAndNotTheThreads() {
    GroupReport one = report(400, 0.5, 1, bootstrap(100, 1));
    assertThat(report(400, 0.5, 1, bootstrap(100, 3))).isEqualTo(one);
    assertThat(report(400, 0.5, 1, new Bootstrap(100, Rng.seeded(2), 1)).equalisedOdds())
        .isNotEqualTo(one.equalisedOdds());
  }

  @Test
  void withoutResamplesThereAreNoIntervals() {
    GroupReport report = report(400, 0.5, 1, Bootstrap.none());
    assertThat(report.equalisedOdds().differenceInterval()).isNull();
    assertThat(report.demographicParity().ratioInterval()).isNull();
    Estimate difference = report.accuracyDifference();
    assertThat(report.accuracyBounds())
        .isEqualTo(new Interval(difference.low(), difference.high()));
  }

  @Test
  void gapsOfFewImagesAreNotCertainWhereAllOrNoneAreRight() {
    int[] groups = IntStream.range(0, 60).map(i -> i % 2).toArray();
    int[] labels = IntStream.range(0, 60).map(i -> i / 2 % 3).toArray();
    int[] predicted = labels.clone();
    for (int i = 0; i < 60; i++) {
      predicted[i] = groups[i] == 1 && labels[i] == 0 ? 1 : labels[i];
    }
    GroupReport report =
        GroupReport.of(
            new ImageGroups("light", List.of("day", "night"), groups),
            CLASSES,
            labels,
            predicted,
            new double[60],
            bootstrap(200, 1));
    assertThat(report.equalisedOdds().difference()).isEqualTo(1);
    assertThat(report.equalisedOdds().differenceInterval().low()).isBetween(0.3, 0.8);
    assertThat(report.equalisedOdds().ratio()).isZero();
    assertThat(report.equalisedOdds().ratioInterval().high()).isBetween(0.05, 0.8);
  }

  /** A bound is where one share less the other times it has a bound of 0. */
  @Test
  void boundsOfARatioAreThoseOfTheDifferenceThatItMakesZero() {
    for (long[] counts : new long[][] {{48, 80, 56, 70}, {3, 50, 20, 50}, {0, 50, 20, 50}}) {
      Proportion one = Proportion.of(counts[0], counts[1]);
      Proportion other = Proportion.of(counts[2], counts[3]);
      Estimate ratio = Estimate.ratio(one, other);
      assertThat(ratio.value()).isEqualTo(one.value() / other.value());
      double low = ratio.low();
      assertThat(
              Math.hypot(one.value() - one.low(), low * (other.high() - other.value()))
                  - (one.value() - low * other.value()))
          .isCloseTo(0, within(1e-9));
      double high = ratio.high();
      assertThat(high).isLessThan(1);
      assertThat(
              Math.hypot(one.high() - one.value(), high * (other.value() - other.low()))
                  - (high * other.value() - one.value()))
          .isCloseTo(0, within(1e-9));
    }
    assertThat(Estimate.ratio(Proportion.of(0, 40), Proportion.of(0, 40)))
        .isEqualTo(new Estimate(1, 0, 1));
    assertThat(Estimate.ratio(Proportion.of(40, 40), Proportion.of(0, 40)).high()).isEqualTo(1);
  }
}
