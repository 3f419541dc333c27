package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgreementTest {
  /**
   * Gorodkin's definition: correlation of the one-hot matrices of both, over images and classes.
   */
  @Test
  void mccIsTheCorrelationOfWhatIsAndWhatIsPredicted() {
    for (int seed = 0; seed < 300; seed++) {
      Pairs pairs = Pairs.random(seed);
      double[] sums = new double[3];
      for (int c = 0; c < pairs.k; c++) {
        double meanTruth = share(pairs.truth, c);
        double meanPredicted = share(pairs.predicted, c);
        for (int i = 0; i < pairs.truth.length; i++) {
          double x = (pairs.truth[i] == c ? 1 : 0) - meanTruth;
          double y = (pairs.predicted[i] == c ? 1 : 0) - meanPredicted;
          sums[0] += x * y;
          sums[1] += x * x;
          sums[2] += y * y;
        }
      }
      double expected = sums[1] * sums[2] < 1e-20 ? 0 : sums[0] / Math.sqrt(sums[1] * sums[2]);
      assertThat(Agreement.of(pairs.confusion()).mcc())
          .as("seed %d", seed)
          .isCloseTo(expected, within(1e-12));
    }
  }

  /** Agreement by chance is counted: each image's class beside each image's prediction. */
  @Test
  void kappaIsTheAgreementBeyondThatOfAllPairsOfImages() {
    for (int seed = 0; seed < 300; seed++) {
      Pairs pairs = Pairs.random(seed);
      double n = pairs.truth.length;
      double same = 0;
      double byChance = 0;
      for (int i = 0; i < n; i++) {
        same += pairs.truth[i] == pairs.predicted[i] ? 1 / n : 0;
        for (int j = 0; j < n; j++) {
          byChance += pairs.truth[i] == pairs.predicted[j] ? 1 : 0;
        }
      }
      double found = Agreement.of(pairs.confusion()).kappa();
      if (byChance == n * n) {
        assertThat(found).isNaN();
      } else {
        double chance = byChance / (n * n);
        assertThat(found)
            .as("seed %d", seed)
            .isCloseTo((same - chance) / (1 - chance), within(1e-12));
      }
    }
  }

  @Test
  void perfectAndConstantPredictionsHaveTheValuesThatTheyAreKnownFor() {
    assertThat(Agreement.of(new long[][] {{3, 0}, {0, 5}})).isEqualTo(new Agreement(1, 1));
    assertThat(Agreement.of(new long[][] {{0, 4}, {4, 0}})).isEqualTo(new Agreement(-1, -1));
    assertThat(Agreement.of(new long[][] {{3, 0}, {5, 0}})).isEqualTo(new Agreement(0, 0));
  }

  private static double share(int[] of, int c) {
    return (double) IntStream.of(of).filter(i -> i == c).count() / of.length;
  }

  private record Pairs(int k, int[] truth, int[] predicted) {
    static Pairs random(int seed) {
      Rng rng = Rng.seeded(seed);
      int k = 2 + rng.nextInt(4);
      int n = 1 + rng.nextInt(40);
      int[] truth = IntStream.range(0, n).map(i -> rng.nextInt(k)).toArray();
      int[] predicted =
          IntStream.range(0, n).map(i -> rng.nextInt(2) == 0 ? truth[i] : rng.nextInt(k)).toArray();
      return new Pairs(k, truth, predicted);
    }

    long[][] confusion() {
      long[][] confusion = new long[k][k];
      IntStream.range(0, truth.length).forEach(i -> confusion[truth[i]][predicted[i]]++);
      return confusion;
    }
  }
}
