package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RngTest {
  @Test
  void theGeneratorIsSplitMix64() {
    Rng rng = Rng.seeded(1234567);
    // published at rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64
    for (String expected :
        new String[] {
          "6457827717110365317",
          "3203168211198807973",
          "9817491932198370423",
          "4593380528125082431",
          "16408922859458223821"
        }) {
      assertThat(Long.toUnsignedString(rng.nextLong())).isEqualTo(expected);
    }
  }

  @Test
  void aSplitDependsOnSeedAndNameAndNotOnWhatWasDrawn() {
    Rng rng = Rng.seeded(5);
    long first = rng.split("shuffle").nextLong();
    for (int i = 0; i < 100; i++) {
      rng.nextLong();
    }
    assertThat(rng.split("shuffle").nextLong()).isEqualTo(first);
    assertThat(rng.split("shuffle", 3).nextLong()).isNotEqualTo(first);
    assertThat(rng.split("shuffle", 3).nextLong()).isEqualTo(rng.split("shuffle", 3).nextLong());
    assertThat(Rng.seeded(6).split("shuffle").nextLong()).isNotEqualTo(first);
  }

  @Test
  void manySplitsOfNeighbouringSeedsAllDiffer() {
    Set<Long> firsts = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      Rng rng = Rng.seeded(seed);
      for (String name : new String[] {"", "a", "b", "ab", "ba", "a/1", "initialisation", "ä"}) {
        firsts.add(rng.split(name).nextLong());
      }
      for (int epoch = 0; epoch < 500; epoch++) {
        firsts.add(rng.split("epoch", epoch).nextLong());
      }
      firsts.add(rng.nextLong());
    }
    assertThat(firsts).hasSize(20 * 509);
  }

  @Test
  void siblingsAndTheirParentAreUncorrelated() {
    Rng rng = Rng.seeded(77);
    int n = 20_000;
    double[][] streams = {
      draws(Rng.seeded(77), n),
      draws(rng.split("a"), n),
      draws(rng.split("b"), n),
      draws(rng.split("epoch", 1), n),
      draws(rng.split("epoch", 2), n),
      draws(Rng.seeded(78), n)
    };
    for (int i = 0; i < streams.length; i++) {
      for (int j = 0; j < i; j++) {
        double covariance = 0;
        for (int k = 0; k < n; k++) {
          covariance += (streams[i][k] - 0.5) * (streams[j][k] - 0.5) / n;
        }
        // five standard errors of the correlation of independent draws
        assertThat(12 * covariance).as("%d and %d", i, j).isCloseTo(0, within(5 / Math.sqrt(n)));
      }
    }
  }

  @Test
  void theFirstDrawsOfNumberedSplitsAreUniform() {
    int[] counts = new int[16];
    for (int i = 0; i < 32_000; i++) {
      counts[Rng.seeded(9).split("image", i).nextInt(16)]++;
    }
    assertUniform(counts);
  }

  private static double[] draws(Rng rng, int n) {
    double[] draws = new double[n];
    Arrays.setAll(draws, i -> rng.nextDouble());
    return draws;
  }

  @Test
  void whatIsDrawnIsUniformOrNormal() {
    Rng rng = Rng.seeded(11);
    int[] bits = new int[64];
    int[] sevenths = new int[7];
    int[] tenths = new int[10];
    double[] moments = new double[5];
    int n = 100_000;
    for (int i = 0; i < n; i++) {
      bits[(int) (rng.nextLong() >>> 58)]++;
      sevenths[rng.nextInt(7)]++;
      double uniform = rng.nextDouble();
      assertThat(uniform).isBetween(0.0, Math.nextDown(1.0));
      tenths[(int) (10 * uniform)]++;
      double normal = rng.nextGaussian();
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(normal, power) / n;
      }
    }
    assertUniform(bits);
    assertUniform(sevenths);
    assertUniform(tenths);
    double standardError = 1 / Math.sqrt(n);
    assertThat(moments[1]).isCloseTo(0, within(4 * standardError));
    assertThat(moments[2]).isCloseTo(1, within(4 * Math.sqrt(2) * standardError));
    assertThat(moments[3]).isCloseTo(0, within(4 * Math.sqrt(15) * standardError));
    assertThat(moments[4]).isCloseTo(3, within(4 * Math.sqrt(96) * standardError));
  }

  @Test
  void everyPermutationIsAsLikelyAsTheOthers() {
    Rng rng = Rng.seeded(12);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 48_000; i++) {
      int[] order = rng.permutation(4);
      counts.merge(Arrays.toString(order), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertUniform(counts.values().stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void aPermutationHoldsEveryNumberOnce() {
    for (int n : new int[] {0, 1, 2, 1000}) {
      int[] order = Rng.seeded(n).permutation(n);
      assertThat(Arrays.stream(order).sorted())
          .containsExactlyElementsOf(IntStream.range(0, n).boxed().toList());
    }
  }

  @Test
  void aRestoredStateGoesOnAsBefore() {
    Rng rng = Rng.seeded(13);
    rng.nextGaussian();
    long state = rng.state();
    long[] expected = {rng.nextLong(), rng.nextInt(1000), rng.permutation(50)[7]};
    Rng resumed = Rng.seeded(13);
    resumed.restore(state);
    assertThat(new long[] {resumed.nextLong(), resumed.nextInt(1000), resumed.permutation(50)[7]})
        .isEqualTo(expected);
    assertThat(resumed.split("a").nextLong()).isEqualTo(rng.split("a").nextLong());
  }

  @Test
  void aBoundMustBePositive() {
    assertThatThrownBy(() -> Rng.seeded(1).nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nextInt: bound 0 must be positive");
  }

  /** Pearson's chi-square below its mean plus five standard deviations. */
  private static void assertUniform(int... counts) {
    double expected = Arrays.stream(counts).average().orElseThrow();
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    int freedom = counts.length - 1;
    assertThat(chiSquare)
        .as(Arrays.toString(counts))
        .isBetween(freedom / 10.0, freedom + 5 * Math.sqrt(2.0 * freedom));
  }

  @Test
  void aNumberCanBeHadByItsPlaceWhateverWasDrawn() {
    Rng drawn = Rng.seeded(9).split("part");
    Rng asked = Rng.seeded(9).split("part");
    for (int i = 0; i < 100; i++) {
      long next = drawn.nextLong();
      assertThat(drawn.longAt(i)).isEqualTo(next);
      assertThat(asked.longAt(i)).isEqualTo(next);
    }
    assertThat(asked.nextLong()).isEqualTo(asked.longAt(0));
  }

  /** Mean, variance and the share below a quarter, which for Beta(a, a) have closed forms. */
  @Test
  void betaNumbersHaveTheMomentsOfTheirDistribution() {
    int n = 20_000;
    for (double[] shapes : new double[][] {{1, 1}, {0.2, 0.2}, {0.5, 0.5}, {3, 3}, {2, 5}}) {
      double a = shapes[0];
      double b = shapes[1];
      Rng rng = Rng.seeded(4);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double x = rng.nextBeta(a, b);
        assertThat(x).isBetween(0.0, 1.0);
        sum += x / n;
        squares += x * x / n;
      }
      double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
      assertThat(sum).isCloseTo(a / (a + b), within(4 * Math.sqrt(variance / n)));
      assertThat(squares - sum * sum).isCloseTo(variance, within(0.05 * variance));
    }
  }

  /** The arcsine distribution: its share below x is 2 asin(sqrt(x)) / pi. */
  @Test
  void betaNumbersOfOneHalfFollowTheArcsineLaw() {
    int n = 20_000;
    Rng rng = Rng.seeded(5);
    int[] below = new int[10];
    for (int i = 0; i < n; i++) {
      double x = rng.nextBeta(0.5, 0.5);
      for (int k = 1; k < 10; k++) {
        below[k] += x < k / 10.0 ? 1 : 0;
      }
    }
    for (int k = 1; k < 10; k++) {
      double share = 2 * Math.asin(Math.sqrt(k / 10.0)) / Math.PI;
      assertThat((double) below[k] / n)
          .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / n)));
    }
  }

  @Test
  void theSmallestShapesStillGiveNumbers() {
    Rng rng = Rng.seeded(6);
    for (int i = 0; i < 1000; i++) {
      assertThat(rng.nextBeta(1e-3, 1e-3)).isBetween(0.0, 1.0);
    }
  }
}
