package fovea.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TsneTest {
  private static float[] random(int count, Rng rng) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) rng.nextGaussian();
    }
    return values;
  }

  @Test
  void affinitiesAreSymmetricAndAddUpToOne() {
    double[] found = Affinities.of(random(40 * 5, Rng.seeded(1)), 5, 7);
    assertThat(Arrays.stream(found).sum()).isCloseTo(1, within(1e-9));
    for (int i = 0; i < 40; i++) {
      assertThat(found[i * 40 + i]).isZero();
      for (int j = 0; j < i; j++) {
        assertThat(found[i * 40 + j]).isEqualTo(found[j * 40 + i]).isNotNegative();
      }
    }
  }

  @Test
  void aPointHasAsManyNeighboursAsThePerplexitySays() {
    for (int seed = 0; seed < 100; seed++) {
      Rng rng = Rng.seeded(seed);
      int n = 10 + rng.nextInt(100);
      double perplexity = 1.5 + rng.nextDouble() * n / 3;
      double scale = Math.exp(6 * rng.nextGaussian());
      double[] squares = new double[n];
      for (int j = 1; j < n; j++) {
        squares[j] = scale * Math.pow(rng.nextGaussian(), 2);
      }
      double[] shares = Affinities.row(squares, 0, perplexity);
      double entropy = 0;
      for (double share : shares) {
        entropy -= share > 0 ? share * Math.log(share) : 0;
      }
      assertThat(Math.exp(entropy)).as("seed %d", seed).isCloseTo(perplexity, within(1e-3));
      assertThat(shares[0]).isZero();
      for (int j = 2; j < n; j++) {
        int near = squares[j] < squares[j - 1] ? j : j - 1;
        assertThat(shares[near]).isGreaterThanOrEqualTo(shares[2 * j - 1 - near]);
      }
    }
  }

  /** Kullback and Leibler's divergence of the points from the affinities, as the paper has it. */
  private static double divergence(double[] affinities, double[] points) {
    int n = points.length / 2;
    double[] close = new double[n * n];
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double dx = points[2 * i] - points[2 * j];
        double dy = points[2 * i + 1] - points[2 * j + 1];
        close[i * n + j] = i == j ? 0 : 1 / (1 + dx * dx + dy * dy);
        all += close[i * n + j];
      }
    }
    double sum = 0;
    for (int k = 0; k < close.length; k++) {
      sum += affinities[k] > 0 ? affinities[k] * Math.log(affinities[k] * all / close[k]) : 0;
    }
    return sum;
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    for (int seed = 0; seed < 10; seed++) {
      Rng rng = Rng.seeded(seed);
      double[] affinities = Affinities.of(random(12 * 4, rng), 4, 3);
      double[] points = new double[24];
      Arrays.setAll(points, i -> rng.nextGaussian());
      double[] gradient = Tsne.gradient(affinities, points, 1);
      for (int i = 0; i < points.length; i++) {
        double before = points[i];
        points[i] = before + 1e-5;
        double above = divergence(affinities, points);
        points[i] = before - 1e-5;
        double below = divergence(affinities, points);
        points[i] = before;
        assertThat(gradient[i]).as("seed %d", seed).isCloseTo((above - below) / 2e-5, within(1e-7));
      }
    }
  }

  @Test
  void clustersStayTogetherAndApartFromEachOther() {
    Rng rng = Rng.seeded(5);
    int n = 120;
    float[] rows = new float[n * 20];
    for (int i = 0; i < rows.length; i++) {
      int cluster = i / 20 % 3;
      rows[i] = (float) ((i % 3 == cluster ? 3 : 0) + 0.5 * rng.nextGaussian());
    }
    double[] points = new Tsne(15, 400).of(rows, 20);
    assertThat(Arrays.stream(points).allMatch(Double::isFinite)).isTrue();
    int same = 0;
    for (int i = 0; i < n; i++) {
      int nearest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        double square =
            Math.pow(points[2 * i] - points[2 * j], 2)
                + Math.pow(points[2 * i + 1] - points[2 * j + 1], 2);
        if (j != i && square < least) {
          least = square;
          nearest = j;
        }
      }
      same += nearest % 3 == i % 3 ? 1 : 0;
    }
    assertThat(same).isGreaterThan(n * 95 / 100);
  }

  @Test
  void theSameVectorsGiveTheSameMap() {
    float[] rows = random(30 * 6, Rng.seeded(2));
    Tsne tsne = new Tsne(5, 50);
    assertThat(tsne.of(rows, 6)).isEqualTo(tsne.of(rows, 6));
  }

  @Test
  void equalVectorsDoNotStopTheMap() {
    float[] rows = new float[8 * 3];
    Arrays.fill(rows, 1);
    assertThat(Tsne.usual().of(rows, 3)).hasSize(16).doesNotContain(Double.NaN);
    assertThatThrownBy(() -> Tsne.usual().of(new float[6], 3))
        .hasMessage("a map of 2 points, expected at least 3");
  }

  @Test
  void thePrincipalComponentsAreThoseOfTheLargestVariance() {
    Rng rng = Rng.seeded(3);
    float[] rows = new float[500 * 3];
    for (int i = 0; i < 500; i++) {
      double along = 5 * rng.nextGaussian();
      rows[3 * i] = (float) (1 + 0.6 * along);
      rows[3 * i + 1] = (float) (2 + 0.8 * along);
      rows[3 * i + 2] = (float) (0.1 * rng.nextGaussian());
    }
    float[] found = PrincipalComponents.of(rows, 3, 2);
    double first = 0;
    double second = 0;
    for (int i = 0; i < 500; i++) {
      first += Math.pow(found[2 * i], 2) / 500;
      second += Math.pow(found[2 * i + 1], 2) / 500;
    }
    assertThat(first).isBetween(20.0, 30.0);
    assertThat(second).isLessThan(0.02);
    // The sign is that of the largest weight, 0.8 of the second dimension.
    int far = 0;
    for (int i = 1; i < 500; i++) {
      far = rows[3 * i + 1] > rows[3 * far + 1] ? i : far;
    }
    assertThat(found[2 * far]).isPositive();
  }

  /**
   * Dimensions in which nothing varies change nothing, also where they are more than the vectors.
   */
  @Test
  void ofFewerVectorsThanDimensionsTheComponentsAreTheSame() {
    Rng rng = Rng.seeded(4);
    int count = 20;
    int wide = 30;
    float[] few = new float[count * 4];
    float[] many = new float[count * wide];
    for (int i = 0; i < count; i++) {
      for (int d = 0; d < 4; d++) {
        few[4 * i + d] = (float) ((d + 1) * rng.nextGaussian());
        many[wide * i + 7 * d] = few[4 * i + d];
      }
    }
    float[] expected = PrincipalComponents.of(few, 4, 3);
    float[] found = PrincipalComponents.of(many, wide, 3);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-3f));
    }
    assertThat(PrincipalComponents.of(many, wide, 25)).hasSize(count * count);
  }
}
