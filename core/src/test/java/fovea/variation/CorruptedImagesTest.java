package fovea.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import fovea.variation.corruption.Corruption;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorruptedImagesTest {
  private static final int IMAGES = 400;

  private static CorruptionAccuracy judged(List<Corruption> corruptions, boolean sameImages) {
    CorruptedImages counted = new CorruptedImages(IMAGES);
    Rng rng = Rng.seeded(1);
    for (Corruption corruption : corruptions) {
      for (int severity = 1; severity <= 2; severity++) {
        boolean[] right = new boolean[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
          right[i] = !corruption.isExtra() && (sameImages ? i % 2 == 0 : rng.nextInt(2) == 0);
        }
        counted.add(corruption, right);
      }
      counted.end(corruption);
    }
    return counted.accuracy(false, "cifar", List.of(1, 2), 2, 1);
  }

  private static double width(CorruptionAccuracy found) {
    return found.meanInterval().high() - found.meanInterval().low();
  }

  /** Where the same images are wrong every time, thirty answers an image are worth one. */
  @Test
  void theIntervalOfTheMeanIsByImage() {
    double error = Math.sqrt(0.25 / IMAGES);
    CorruptionAccuracy same = judged(List.of(Corruption.values()), true);
    assertThat(same.mean()).isCloseTo(0.5, within(1e-12));
    assertThat(same.meanInterval().low()).isCloseTo(0.5 - 1.96 * error, within(0.2 * error));
    assertThat(same.meanInterval().high()).isCloseTo(0.5 + 1.96 * error, within(0.2 * error));
    CorruptionAccuracy others = judged(List.of(Corruption.values()), false);
    assertThat(width(others)).isCloseTo(width(same) / Math.sqrt(30), within(0.1 * error));
    assertThat(others.mean()).isBetween(others.meanInterval().low(), others.meanInterval().high());
  }

  @Test
  void withoutAllFifteenThereIsNeitherMeanNorInterval() {
    CorruptionAccuracy found = judged(List.of(Corruption.FOG, Corruption.SATURATE), true);
    assertThat(found.rows()).extracting(CorruptionAccuracy.Row::mean).containsExactly(0.5, 0.0);
    assertThat(found.mean()).isNull();
    assertThat(found.meanInterval()).isNull();
  }
}
