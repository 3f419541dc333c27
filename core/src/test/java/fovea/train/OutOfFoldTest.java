package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
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

  /** The networks are those that are trained where the copy is held out with the image. */
  @Test
  void noNetworkJudgesAnImageThatLearntFromACopyOfIt() {
    IntStream known = IntStream.range(0, 40).filter(i -> IMAGES.label(i) != 2);
    ImageSet filed = IMAGES.select(IntStream.concat(known, IntStream.of(2, 5)).toArray());
    int copy = filed.size() - 1; // one of two blue images, filed as a copy of the first red one
    int[] picture = IntStream.range(0, filed.size()).toArray();
    picture[copy] = 0;
    int[] fold = Folds.of(filed, picture, 3, Rng.seeded(1));
    assertThat(fold[copy]).isNegative();
    double[] found = judged(filed, fold);
    assertThat(found[3 * copy + 2]).isEqualTo(1); // of which nobody has another opinion
    int[] together = fold.clone();
    together[copy] = fold[0];
    assertThat(largestDifference(found, judged(filed, together), 3 * copy)).isLessThan(1e-5);
    int[] learnt = fold.clone();
    learnt[copy] = -1;
    assertThat(largestDifference(found, judged(filed, learnt), 3 * copy)).isGreaterThan(1e-4);
  }

  private static double[] judged(ImageSet images, int[] fold) {
    Recipe recipe = SmallRecipe.with("epochs=1", "precision=float32");
    return OutOfFold.probabilities(recipe, images, fold, 3, Views.PLAIN, List.of());
  }

  /** Among the first numbers. */
  private static double largestDifference(double[] some, double[] others, int numbers) {
    return IntStream.range(0, numbers)
        .mapToDouble(i -> Math.abs(some[i] - others[i]))
        .max()
        .orElseThrow();
  }

  @Test
  void probabilitiesThatNoArrayHoldsAreRefusedBeforeAnyTraining() {
    int many = 50_000;
    List<String> classes = IntStream.range(0, many).mapToObj(c -> "class " + c).toList();
    byte[][] pixels = new byte[many][];
    Arrays.fill(pixels, new byte[3]);
    ImageSet images = ImageSet.of(classes, 1, 1, pixels, new int[many]);
    assertThatThrownBy(
            () -> OutOfFold.probabilities(RECIPE, images, new int[many], 3, Views.PLAIN, List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "50,000 images of 50,000 classes take 2,500,000,000 numbers, more than the 2,147,483,639 that can be kept together; take fewer images, or fewer classes");
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
