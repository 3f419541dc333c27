package fovea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Split;
import fovea.tensor.Rng;
import org.junit.jupiter.api.Test;

class GeneralisationGapTest {
  @Test
  void gapsAreDifferencesOfTheTwoEvaluations() {
    for (int seed = 0; seed < 50; seed++) {
      Outputs<Split.Train> train = RandomOutputs.of(seed, 70, 4);
      Outputs<Split.Test> test = RandomOutputs.of(seed + 1_000, 40, 4);
      Evaluation known = Evaluation.of(train);
      Evaluation unknown = Evaluation.of(test);
      GeneralisationGap found = GeneralisationGap.of(train, test, Bootstrap.none());
      assertThat(found.trainImages()).isEqualTo(70);
      assertThat(found.trainAccuracy()).isCloseTo(known.accuracy(), within(1e-12));
      assertThat(found.trainLoss()).isCloseTo(known.loss(), within(1e-12));
      assertThat(found.gap()).isCloseTo(known.accuracy() - unknown.accuracy(), within(1e-12));
      assertThat(found.lossGap()).isCloseTo(unknown.loss() - known.loss(), within(1e-12));
    }
  }

  /** Of independent shares variances add up. */
  @Test
  void theIntervalIsThatOfTwoIndependentShares() {
    GeneralisationGap found =
        GeneralisationGap.of(
            right(1_000, 900),
            RandomOutputs.<Split.Test>of(labels(500, 400), logits(500), 2),
            new Bootstrap(4_000, Rng.seeded(1), 2));
    double error = Math.sqrt(0.9 * 0.1 / 1_000 + 0.8 * 0.2 / 500);
    assertThat(found.gap()).isCloseTo(0.1, within(1e-12));
    assertThat(found.interval().low()).isCloseTo(0.1 - 1.96 * error, within(0.2 * error));
    assertThat(found.interval().high()).isCloseTo(0.1 + 1.96 * error, within(0.2 * error));
    assertThat(found.lossInterval().low()).isLessThan(found.lossGap());
  }

  private static Outputs<Split.Train> right(int images, int right) {
    return RandomOutputs.of(labels(images, right), logits(images), 2);
  }

  private static int[] labels(int images, int right) {
    int[] labels = new int[images];
    for (int i = right; i < images; i++) {
      labels[i] = 1;
    }
    return labels;
  }

  private static float[] logits(int images) {
    float[] logits = new float[2 * images];
    for (int i = 0; i < images; i++) {
      logits[2 * i] = 1;
    }
    return logits;
  }
}
