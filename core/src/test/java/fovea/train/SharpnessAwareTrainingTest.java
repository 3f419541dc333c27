package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Rng;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharpnessAwareTrainingTest {
  private static final DataSet DATA = SmallImages.dataSet(120);

  private static Recipe recipe(String... settings) {
    return SmallRecipe.with("epochs=1", "model.arguments.blocks=2", "model.arguments.dropout=0.5")
        .with(settings);
  }

  /** The second gradients are those of the first where there is no way up to speak of. */
  @Test
  void aTinyWayUpTrainsAsNoneDoes() {
    try (Training plain = Training.by(recipe(), DATA);
        Training tiny = Training.by(recipe("sam.rho=1e-30"), DATA);
        Training far = Training.by(recipe("sam.rho=0.5"), DATA)) {
      EpochRecord first = plain.trainer().trainEpoch();
      EpochRecord second = tiny.trainer().trainEpoch();
      EpochRecord third = far.trainer().trainEpoch();
      assertThat(tiny.bits()).isEqualTo(plain.bits());
      assertThat(second.trainLoss()).isEqualTo(first.trainLoss());
      assertThat(far.bits()).isNotEqualTo(plain.bits());
      assertThat(third.trainLoss()).isNotEqualTo(first.trainLoss());
    }
  }

  /** What the objective learns from a step counts from the next one on. */
  @Test
  void aTinyWayUpTrainsAsNoneDoesWhereTheObjectiveLearnsFromEachStep() {
    DataSet grouped = GroupBalanceTest.grouped();
    Recipe recipe = recipe("objective.name=group-dro", "objective.step=5");
    try (Training plain = Training.by(recipe, grouped);
        Training tiny = Training.by(recipe.with("sam.rho=1e-30"), grouped)) {
      EpochRecord first = plain.trainer().trainEpoch();
      EpochRecord second = tiny.trainer().trainEpoch();
      assertThat(tiny.bits()).isEqualTo(plain.bits());
      assertThat(second.trainLoss()).isEqualTo(first.trainLoss());
    }
  }

  @Test
  void aStepIsCountedAsTwicePassesThroughTheNetwork() {
    try (Training plain = Training.by(recipe(), DATA);
        Training sharp = Training.by(recipe("sam.rho=0.1"), DATA)) {
      EpochRecord first = plain.trainer().trainEpoch();
      EpochRecord second = sharp.trainer().trainEpoch();
      assertThat(List.of(first.epoch(), second.epoch())).containsExactly(1, 1);
      assertThat(sharp.trainer().profile().gigaflop())
          .isEqualTo(2 * plain.trainer().profile().gigaflop());
    }
    assertThat(work("sam.rho=0.1")).isEqualTo(2 * work("sam.rho=0"));
  }

  private static double work(String setting) {
    Recipe recipe = recipe(setting);
    try (Model model =
        Models.create(
            recipe.model().name(), recipe.model().arguments(), DATA.classes(), Rng.seeded(1))) {
      return TrainingWork.of(recipe, model.network(), model.input(), 108).flops();
    }
  }
}
