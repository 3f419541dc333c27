package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.Folds;
import fovea.data.ImageSet;
import fovea.data.Shapes;
import fovea.data.Split;
import fovea.evaluate.Features;
import fovea.evaluate.Outputs;
import fovea.models.Head;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrozenFeaturesTest {
  @Test
  void evenRandomFeaturesTellShapesFromEachOtherBetterThanChance() {
    ImageSet images = Shapes.draw(1200, 3).splits().train().images();
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    int[] fold = IntStream.range(0, images.size()).map(i -> i % 2 - (i == 0 ? 1 : 0)).toArray();
    try (Model model =
        Models.create("cifar10-cnn", Map.of("blocks", 1), images.classes(), Rng.seeded(1))) {
      Head head = Head.of(model.network(), images.classes().size()).orElseThrow();
      Outputs<Split.Validation> outputs =
          Outputs.withInputsOf(
              model.network(),
              new Split.Validation(images),
              new Execution(2, Precision.FLOAT32),
              head.name());
      double[] found = FrozenFeatures.probabilities(outputs.features(), labels, 10, fold, 2);
      int right = 0;
      for (int i = 1; i < images.size(); i++) {
        double sum = 0;
        int best = 0;
        for (int c = 0; c < 10; c++) {
          sum += found[10 * i + c];
          best = found[10 * i + c] > found[10 * i + best] ? c : best;
        }
        assertThat(sum).isBetween(0.999, 1.001);
        right += best == labels[i] ? 1 : 0;
      }
      assertThat(right).isGreaterThan(images.size() * 3 / 20);
      assertThat(found[labels[0]]).isEqualTo(1); // never held out
      assertNothingIsLearntFromACopy(outputs.features(), labels, fold);
      assertThatThrownBy(
              () ->
                  FrozenFeatures.probabilities(
                      outputs.features(), new int[50_000], 50_000, new int[50_000], 2))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("take 2,500,000,000 numbers, more than the 2,147,483,639 that");
    }
  }

  /** What is said while a copy stays out is what is said while it is held out itself. */
  private static void assertNothingIsLearntFromACopy(Features features, int[] labels, int[] fold) {
    int[] apart = fold.clone();
    int[] together = fold.clone();
    for (int i = 1; i < 200; i += 2) {
      apart[i] = -3; // what Folds gives an image with a copy in the fold 1
      together[i] = 1;
      assertThat(Folds.isApart(apart[i], 1)).isFalse();
      assertThat(Folds.isApart(apart[i], 0)).isTrue();
    }
    double[] found = FrozenFeatures.probabilities(features, labels, 10, apart, 2);
    double[] same = FrozenFeatures.probabilities(features, labels, 10, together, 2);
    for (int i = 2000; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(same[i], within(1e-4));
    }
    assertThat(found[10 + labels[1]]).isEqualTo(1);
  }
}
