package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import org.junit.jupiter.api.Test;

/** Areas by ranks, held against all pairs and all thresholds. */
class RankingTest {
  private record Sample(double[] scores, int[] labels, int[] weights) {
    static Sample random(int seed) {
      Rng rng = Rng.seeded(seed);
      int n = 1 + rng.nextInt(40);
      Sample sample = new Sample(new double[n], new int[n], new int[n]);
      for (int i = 0; i < n; i++) {
        sample.labels[i] = rng.nextInt(3);
        sample.scores[i] = rng.nextInt(8) + sample.labels[i];
        sample.weights[i] = rng.nextInt(4);
      }
      return sample;
    }
  }

  @Test
  void theAreaIsTheShareOfPairsInTheRightOrder() {
    for (int seed = 0; seed < 500; seed++) {
      Sample sample = Sample.random(seed);
      double pairs = 0;
      double right = 0;
      for (int i = 0; i < sample.scores.length; i++) {
        for (int j = 0; j < sample.scores.length; j++) {
          if (sample.labels[i] == 1 && sample.labels[j] != 1) {
            double weight = sample.weights[i] * sample.weights[j];
            pairs += weight;
            right += weight * (1 + Math.signum(sample.scores[i] - sample.scores[j])) / 2;
          }
        }
      }
      double found = Ranking.of(sample.scores).area(sample.weights, sample.labels, 1);
      if (pairs == 0) {
        assertThat(found).isNaN();
      } else {
        assertThat(found).as("seed %d", seed).isCloseTo(right / pairs, within(1e-12));
      }
    }
  }

  /** The highest of all thresholds that enough of the positive images reach. */
  @Test
  void negativesAtAShareOfPositivesAreThoseAtTheHighestThresholdThatReachesIt() {
    for (int seed = 0; seed < 500; seed++) {
      Sample sample = Sample.random(seed);
      if (count(sample, true, -1) == 0 || count(sample, false, -1) == 0) {
        continue;
      }
      double threshold = Double.NEGATIVE_INFINITY;
      for (double one : sample.scores) {
        if (count(sample, true, one) >= 0.95 * count(sample, true, -1)) {
          threshold = Math.max(threshold, one);
        }
      }
      Ranking ranking = Ranking.of(sample.scores);
      int place = ranking.placeOf(0.95, sample.weights, sample.labels, 1);
      assertThat(sample.scores[ranking.image(place)]).as("seed %d", seed).isEqualTo(threshold);
      assertThat(ranking.negativesFrom(place, sample.weights, sample.labels, 1))
          .isEqualTo(count(sample, false, threshold) / count(sample, false, -1));
    }
  }

  private static double count(Sample sample, boolean positive, double threshold) {
    double count = 0;
    for (int i = 0; i < sample.scores.length; i++) {
      boolean counts = (sample.labels[i] == 1) == positive && sample.scores[i] >= threshold;
      count += counts ? sample.weights[i] : 0;
    }
    return count;
  }
}
