package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogitLossTest {
  private static final int K = 7;
  private final Rng rng = Rng.seeded(1);

  /** In random order and apart from each other, so that small changes leave the order. */
  private float[] logits(double scale) {
    int[] order = rng.permutation(K);
    float[] logits = new float[K];
    for (int c = 0; c < K; c++) {
      logits[c] = (float) (scale * (0.4 * (order[c] - 3) + 0.1 * rng.nextDouble()));
    }
    return logits;
  }

  private static double at(LogitLoss loss, float[] logits) {
    return loss.at(logits, new float[logits.length]);
  }

  @Test
  void valuesAreThoseOfTheirDefinitions() {
    for (int round = 0; round < 50; round++) {
      float[] z = logits(3);
      double sum = 0;
      for (float each : z) {
        sum += Math.exp(each);
      }
      assertThat(at(LogitLoss.crossEntropy(2), z)).isCloseTo(Math.log(sum) - z[2], within(1e-6));
      float[] sorted = z.clone();
      Arrays.sort(sorted);
      double below = sorted[6] - 0.5 * (sorted[4] + sorted[3]);
      assertThat(at(LogitLoss.targetedRatio(2, 5), z))
          .isCloseTo((z[5] - z[2]) / below, within(1e-5));
      assertThat(at(LogitLoss.difference(2, 5), z)).isEqualTo((double) z[5] - z[2]);
    }
  }

  @Test
  void gradientsPointWhereFiniteDifferencesDo() {
    for (int round = 0; round < 50; round++) {
      float[] z = logits(2);
      for (LogitLoss loss :
          List.of(
              LogitLoss.crossEntropy(3),
              LogitLoss.targetedRatio(3, 1),
              LogitLoss.difference(3, 1))) {
        double[] differences = new double[K];
        for (int c = 0; c < K; c++) {
          float[] up = z.clone();
          float[] down = z.clone();
          up[c] += 1e-3f;
          down[c] -= 1e-3f;
          differences[c] = (at(loss, up) - at(loss, down)) / ((double) up[c] - down[c]);
        }
        float[] gradient = new float[K];
        double unused = loss.at(z, gradient);
        assertThat(cosine(gradient, differences)).isCloseTo(1, within(1e-4));
      }
    }
  }

  private static double cosine(float[] a, double[] b) {
    double product = 0;
    double one = 0;
    double other = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      one += a[i] * a[i];
      other += b[i] * b[i];
    }
    return product / Math.sqrt(one * other);
  }

  @Test
  void theRatioChangesNeitherWithAShiftNorWithAScale() {
    float[] z = logits(2);
    float[] other = new float[K];
    for (int c = 0; c < K; c++) {
      other[c] = 100 * z[c] + 50;
    }
    LogitLoss loss = LogitLoss.targetedRatio(0, 1);
    assertThat(at(loss, other)).isCloseTo(at(loss, z), within(1e-4));
  }

  @Test
  void aNetworkThatIsSureOfItselfHidesNoDirection() {
    float[] z = {0, 200, 3, 1, 2, 0, 0};
    float[] gradient = new float[K];
    assertThat(LogitLoss.crossEntropy(1).at(z, gradient)).isCloseTo(0, within(1e-12));
    assertThat(gradient[1]).isEqualTo(-1);
    assertThat(gradient[2]).isGreaterThan(gradient[4]).isGreaterThan(0.5f);
  }

  @Test
  void ofThreeClassesTheRatioIsItsNumerator() {
    assertThat(at(LogitLoss.targetedRatio(0, 2), new float[] {3, 1, 2})).isEqualTo(-1);
  }

  @Test
  void targetsAreTheNearestOtherClasses() {
    float[] z = {1, 5, 3, 4, 2};
    assertThat(Logits.nearest(z, 1, 9)).containsExactly(3, 2, 4, 0);
    assertThat(Logits.nearest(z, 2, 2)).containsExactly(1, 3);
    assertThat(Logits.margin(z, 1)).isEqualTo(1);
    assertThat(Logits.margin(z, 0)).isEqualTo(-4);
  }
}
