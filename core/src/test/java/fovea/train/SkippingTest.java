package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SkippingSettings;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SkippingTest {
  /** Images 0 to 9, each with its number as its loss where it is trained on. */
  private static List<List<Integer>> epochs(SkippingSettings settings, int epochs) {
    List<List<Integer>> trained = new ArrayList<>();
    try (Scope scope = Scope.open();
        Skipping skipping = new Skipping(settings, epochs, 10)) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        int[] chosen = skipping.chosen(epoch);
        float[] losses = new float[chosen.length];
        for (int i = 0; i < losses.length; i++) {
          losses[i] = chosen[i];
        }
        skipping.note(chosen, Tensor.of(losses, losses.length));
        trained.add(IntStream.of(chosen).boxed().toList());
      }
    }
    return trained;
  }

  @Test
  void whatCostLeastIsLeftOutEveryOtherEpochAtMost() {
    List<List<Integer>> trained = epochs(new SkippingSettings(0.3, 0.2, 0.8), 5);
    assertThat(trained.get(0)).hasSize(10);
    assertThat(trained.get(1)).containsExactly(3, 4, 5, 6, 7, 8, 9);
    assertThat(trained.get(2)).containsExactly(0, 1, 2, 6, 7, 8, 9);
    assertThat(trained.get(3)).containsExactly(3, 4, 5, 6, 7, 8, 9);
    assertThat(trained.get(4)).hasSize(10);
  }

  @Test
  void halfOfTheImagesMayTakeTurns() {
    List<List<Integer>> trained = epochs(new SkippingSettings(0.5, 0, 1), 4);
    assertThat(trained.get(1)).doesNotContainAnyElementsOf(trained.get(0));
    assertThat(trained.get(2)).isEqualTo(trained.get(0));
  }

  @Test
  void withoutAShareNothingIsLeftOut() {
    assertThat(epochs(Recipe.standard().skipping(), 3))
        .hasSize(3)
        .allSatisfy(e -> assertThat(e).hasSize(10));
  }

  @Test
  void lossesOfAnotherNumberOfImagesAreRefused() {
    try (Scope scope = Scope.open();
        Skipping skipping = new Skipping(new SkippingSettings(0.3, 0.2, 0.8), 2, 10)) {
      assertThatThrownBy(() -> skipping.restore(Map.of("skipping.losses", Tensor.zeros(9))))
          .isInstanceOf(FoveaException.class)
          .hasMessage("`skipping.losses` is [9], expected one number for each of 10 images");
      assertThatThrownBy(() -> skipping.restore(Map.of()))
          .hasMessage("`skipping.losses` is missing, expected one number for each of 10 images");
      assertThatThrownBy(() -> skipping.chosen(Map.of()))
          .hasMessage("`skipping.chosen` is missing, expected one number for each of 10 images");
    }
  }

  /** 108 of 120 images are trained on, in batches of 16: 6 steps, or 4 of the 65 that are left. */
  @Test
  void anEpochThatLeavesImagesOutHasFewerStepsAndTheScheduleStillEndsWithTheLast() {
    Recipe recipe =
        SmallRecipe.with(
            "epochs=3",
            "skipping.share=0.4",
            "skipping.from=0.3",
            "skipping.until=0.6",
            "schedule.warmup=0",
            "schedule.finalFactor=0");
    DataSet data = SmallImages.dataSet(120);
    List<BatchFacts> steps = new ArrayList<>();
    List<EpochRecord> epochs = new ArrayList<>();
    TrainingListener noting =
        new TrainingListener() {
          @Override
          public Answer batch(BatchFacts batch) {
            steps.add(batch);
            return Answer.GO_ON;
          }

          @Override
          public Answer epoch(EpochRecord epoch) {
            epochs.add(epoch);
            return Answer.GO_ON;
          }
        };
    try (Training training = Training.by(recipe, data, noting)) {
      RunResult unused = training.trainer().train();
    }
    assertThat(steps).extracting(BatchFacts::steps).startsWith(6, 6, 6, 6, 6, 6, 4, 4, 4, 4, 6);
    assertThat(steps).hasSize(16);
    // The schedule goes from step 0 to 17; the second epoch's last is at 6 + 3 * 6 / 4 = 10.
    assertThat(epochs.get(1).learningRate()).isCloseTo(0.05 * 7 / 17, within(1e-12));
    assertThat(epochs.get(2).learningRate()).isZero();
  }
}
