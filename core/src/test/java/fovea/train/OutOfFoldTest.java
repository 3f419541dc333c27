package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.Folds;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.evaluate.Views;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutOfFoldTest {
  private static final ImageSet IMAGES = SmallImages.draw(240, 1);
  private static final Recipe RECIPE = SmallRecipe.with("epochs=8");

  @Test
  void imagesAreJudgedByNetworksThatLearntFromOthers() {
    int[] fold = Folds.of(IMAGES, IntStream.range(0, IMAGES.size()).toArray(), 3, Rng.seeded(1));
    fold[5] = -1;
    double[] found = OutOfFold.probabilities(RECIPE, IMAGES, fold, 3, Views.PLAIN, List.of());
    int right = 0;
    for (int i = 0; i < IMAGES.size(); i++) {
      double[] its = Arrays.copyOfRange(found, 3 * i, 3 * i + 3);
      assertThat(Arrays.stream(its).sum()).isBetween(0.9999, 1.0001);
      double most = Arrays.stream(its).max().orElseThrow();
      right += its[IMAGES.label(i)] == most ? 1 : 0;
    }
    assertThat(right).isGreaterThan(200);
    assertThat(found[15 + IMAGES.label(5)]).isEqualTo(1);
    assertThat(OutOfFold.probabilities(RECIPE, IMAGES, fold, 3, Views.PLAIN, List.of()))
        .isEqualTo(found);
  }

  @Test
  void aListenerEndsIt() {
    int[] fold = new int[IMAGES.size()];
    Arrays.setAll(fold, i -> i % 2);
    TrainingListener impatient =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            return Answer.STOP;
          }
        };
    assertThatThrownBy(
            () -> OutOfFold.probabilities(RECIPE, IMAGES, fold, 2, Views.PLAIN, List.of(impatient)))
        .isInstanceOf(CancellationException.class);
  }
}
