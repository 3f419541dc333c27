package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodicTrainingTest {
  private static final DataSet DATA = SmallImages.dataSet(90);
  private static final Recipe RECIPE =
      SmallRecipe.with(
          "epochs=2",
          "validation=0",
          "optimizer={name: adamw, learningRate: 0.003}",
          "batchSize=30",
          "objective.name=prototypical",
          "objective.ways=3",
          "objective.shots=1",
          "objective.queries=4");

  @Test
  void anEpochHasAsManyImagesAsAreTrainedOn() {
    try (Training training = Training.by(RECIPE, DATA)) {
      EpochRecord record = training.trainer().trainEpoch();
      assertThat(training.trainer().position()).isEqualTo(new Position(2, 0));
      assertThat(record.trainLoss()).isPositive();
    }
    try (Training training = Training.by(RECIPE, DATA)) {
      for (int step = 1; step <= 3; step++) { // of 30 images each, two episodes
        assertThat(training.trainer().position().step()).isEqualTo(step - 1);
        assertThat(training.trainer().advance()).isEqualTo(Answer.GO_ON);
      }
      assertThat(training.trainer().position()).isEqualTo(new Position(1, 3));
    }
  }

  @Test
  void runsGoOnFromAnyStepToTheSameBits() {
    List<Integer> plain = null;
    for (List<String> how : List.of(List.<String>of(), List.of("microBatchSize=15"))) {
      Recipe recipe = RECIPE.with(how);
      try (Training whole = Training.by(recipe, DATA);
          Training resumed = Training.by(recipe, DATA)) {
        for (int i = 0; i < 2; i++) {
          assertThat(whole.trainer().advance()).isEqualTo(Answer.GO_ON);
        }
        resumed.trainer().restore(whole.trainer().state());
        List<Integer> bits = trained(whole);
        assertThat(trained(resumed)).as(how.toString()).isEqualTo(bits);
        assertThat(bits).isNotEqualTo(plain);
        plain = plain == null ? bits : plain;
      }
    }
  }

  /** The features are seen in the passes of a step's second gradients, too. */
  @Test
  void aTinyWayUpTrainsAsNoneDoes() {
    try (Training plain = Training.by(RECIPE, DATA);
        Training tiny = Training.by(RECIPE.with("sam.rho=1e-30"), DATA);
        Training far = Training.by(RECIPE.with("sam.rho=0.5"), DATA)) {
      List<Integer> bits = trained(plain);
      assertThat(trained(tiny)).isEqualTo(bits);
      assertThat(trained(far)).isNotEqualTo(bits);
    }
  }

  private static List<Integer> trained(Training training) {
    while (!training.trainer().done()) {
      assertThat(training.trainer().advance()).isEqualTo(Answer.GO_ON);
    }
    return training.bits();
  }

  @Test
  void theHeadLearnsToNameTheClasses() {
    try (Training training = Training.by(RECIPE.with("epochs=30"), DATA)) {
      assertThat(training.trainer().train().testAccuracy()).isGreaterThan(0.7);
    }
  }

  @Test
  void dataWithoutEnoughClassesAreRefusedBeforeTraining() {
    Recipe four = RECIPE.with("objective.ways=4", "batchSize=20");
    assertThatThrownBy(() -> Training.by(four, DATA))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "episodes of 4 ways take as many classes, and there are 3 with images; take fewer ways, or add classes");
  }

  @Test
  void batchesThatCutAnEpisodeAreRefused() {
    assertThatThrownBy(() -> RECIPE.with("batchSize=32"))
        .isInstanceOf(FoveaException.class)
        .hasMessageEndingWith(
            "`batchSize` is 32, expected a multiple of 15: an episode has 3 classes of 1 + 4 images");
    assertThatThrownBy(() -> RECIPE.with("microBatchSize=10"))
        .hasMessageEndingWith(
            "`microBatchSize` is 10, expected a multiple of 15: an episode has 3 classes of 1 + 4 images");
    assertThatThrownBy(() -> RECIPE.with("skipping.share=0.2"))
        .hasMessageEndingWith(
            "`share` in `skipping` is 0.2, and leaving out images that are known leaves too few of some classes for the objective's episodes; set it to 0");
    assertThatThrownBy(() -> RECIPE.with("augment=[{name: mixup}]"))
        .hasMessageEndingWith(
            "`augment` has mixup, which mixes classes, and the objective's episodes are of images of one class each; leave it out");
  }
}
