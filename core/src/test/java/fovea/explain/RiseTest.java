package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Module;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({OneThread.class, InScope.class})
class RiseTest {
  private static final int MASKS = 1000;

  /** All sixteen grids of two by two cells, at all sixteen shifts. */
  @Test
  void theEstimateIsWithinItsStandardErrorOfTheMeanOverAllMasks() {
    Rng rng = Rng.seeded(8);
    float[][] weights = Networks.randomWeights(Networks.CLASSES, rng);
    try (Module network = Networks.linearly(scaled(weights, 0.3f))) {
      float[] image = Networks.image(rng);
      Question question = Question.why(1);
      double[] mean = new double[Networks.PIXELS];
      double[] squares = new double[Networks.PIXELS];
      for (int grid = 0; grid < 16; grid++) {
        for (int shift = 0; shift < 16; shift++) {
          float[] cells = {grid & 1, grid >> 1 & 1, grid >> 2 & 1, grid >> 3 & 1};
          float[] mask = new RiseMask(cells, 2, shift / 4, shift % 4).values(8, 8);
          float[] masked = image.clone();
          for (int i = 0; i < masked.length; i++) {
            masked[i] *= mask[i % 64];
          }
          double probability = question.probability(Networks.logits(network, masked));
          for (int p = 0; p < 64; p++) {
            double value = probability * mask[p] / 0.5;
            mean[p] += value / 256;
            squares[p] += value * value / 256;
          }
        }
      }
      Relevance found =
          Networks.explained(network, new Rise(MASKS, 2, 0.5, Baseline.BLACK), image, question);
      double sum = 0;
      double largest = 0;
      for (int p = 0; p < 64; p++) {
        double error = Math.sqrt((squares[p] - mean[p] * mean[p]) / MASKS);
        largest = Math.max(largest, error);
        double off = (found.values()[p] - mean[p]) / error;
        assertThat(Math.abs(off)).as("pixel %d", p).isLessThan(4);
        sum += off * off;
      }
      assertThat(Math.sqrt(sum / 64)).isLessThan(2);
      SelfCheck check = found.check();
      assertThat(check).isNotNull();
      double least = 1;
      double most = 0;
      for (float value : found.values()) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      assertThat(check.value()).isCloseTo(largest / (most - least), within(0.2 * check.value()));
    }
  }

  private static float[][] scaled(float[][] weights, float factor) {
    for (float[] row : weights) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= factor;
      }
    }
    return weights;
  }

  @Test
  void aMaskIsSmoothBetweenTheMiddlesOfItsCellsAndMovesWithItsShift() {
    RiseMask still = new RiseMask(new float[] {1, 0, 0, 0}, 2, 0, 0);
    float[] values = still.values(8, 8);
    // Two cells are blown up to twelve pixels: their middles lie at 2.5 and 8.5.
    assertThat(values[2 * 8 + 2]).isEqualTo(1);
    assertThat(values[0]).isEqualTo(1);
    assertThat(values[2 * 8 + 5]).isCloseTo(7 / 12f, within(1e-6f));
    float[] moved = new RiseMask(new float[] {1, 0, 0, 0}, 2, 1, 3).values(8, 8);
    assertThat(moved[8 * 2 + 1]).isEqualTo(values[8 * 3 + 4]);
  }

  @Test
  void theMeanOfRandomMasksIsTheShareThatIsKept() {
    double[] mean = new double[64];
    for (int i = 0; i < 4000; i++) {
      float[] mask = RiseMask.random(3, 0.3, 8, 8, Rng.seeded(4).split("mask", i)).values(8, 8);
      for (int p = 0; p < 64; p++) {
        assertThat(mask[p]).isBetween(0f, 1f);
        mean[p] += mask[p] / 4000;
      }
    }
    for (double share : mean) {
      assertThat(share).isCloseTo(0.3, within(0.03));
    }
  }
}
