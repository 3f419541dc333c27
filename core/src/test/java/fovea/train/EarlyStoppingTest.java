package fovea.train;

import static fovea.recipe.EarlyStoppingSettings.Measure.ACCURACY;
import static fovea.recipe.EarlyStoppingSettings.Measure.LOSS;
import static fovea.recipe.EarlyStoppingSettings.Measure.ROBUST;
import static fovea.train.EpochRecords.losses;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.EarlyStoppingSettings.Measure;
import fovea.recipe.Recipe;
import fovea.settings.Declared;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  private static EarlyStopping stopping(int patience, Measure measure, String... settings) {
    return new EarlyStopping(
        Recipe.standard()
            .with(
                "earlyStopping.patience=" + patience,
                "earlyStopping.measure=" + Declared.word(measure))
            .with(settings));
  }

  @Test
  void aRunStopsWhenPatienceIsUsedUp() {
    EarlyStopping stopping = stopping(2, LOSS);
    List<EpochRecord> epochs = losses(1.0, 0.5, 0.6);
    assertThat(stopping.stopsAfter(epochs)).isFalse();
    assertThat(stopping.stopsAfter(losses(1.0, 0.5, 0.6, 0.5))).isTrue();
    assertThat(stopping.stopsAfter(losses(1.0, 0.5, 0.6, 0.4))).isFalse();
    assertThat(stopping.best(losses(1.0, 0.5, 0.6, 0.5)))
        .hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(2));
  }

  @Test
  void accuracyCountsTheOtherWayRound() {
    EarlyStopping stopping = stopping(1, ACCURACY);
    // The helper's accuracy is 1 - loss / 10.
    assertThat(stopping.stopsAfter(losses(1.0, 0.5))).isFalse();
    assertThat(stopping.stopsAfter(losses(0.5, 0.5))).isTrue();
  }

  @Test
  void withoutPatienceOrValidationItNeverStops() {
    assertThat(stopping(0, LOSS).stopsAfter(losses(1, 2, 3))).isFalse();
    EarlyStopping stopping = stopping(1, LOSS);
    EpochRecord blind = new EpochRecord(1, 1, 0, null, null, 0.1, 1, 1);
    assertThat(stopping.stopsAfter(List.of(blind, blind, blind))).isFalse();
    assertThat(stopping.best(List.of(blind))).isEmpty();
    assertThat(stopping.stopsAfter(List.of())).isFalse();
  }

  @Test
  void accuracyUnderAttackIsThatOfTheWeightsThatWouldBeChosen() {
    EarlyStopping stopping = stopping(1, ROBUST);
    List<EpochRecord> epochs =
        List.of(
            EpochRecords.robust(1, 0.9, new RobustAccuracy(0.5, 0.4, 0.3)),
            EpochRecords.robust(2, 0.8, new RobustAccuracy(0.5, 0.3, 0.4)),
            EpochRecords.robust(3, 0.7, new RobustAccuracy(0.6, 0.5, 0.4)));
    assertThat(stopping.best(epochs)).contains(epochs.get(1));
    assertThat(stopping.stopsAfter(epochs.subList(0, 2))).isFalse();
    assertThat(stopping.stopsAfter(epochs)).isTrue();
    assertThat(stopping.best(losses(1, 2))).isEmpty();
  }

  @Test
  void anEpochThatCollapsedIsNeverTheBest() {
    List<EpochRecord> epochs =
        List.of(
            EpochRecords.robust(1, 0.9, new RobustAccuracy(0.5, 0.4, 0.4)),
            EpochRecords.robust(2, 0.1, new RobustAccuracy(0.8, 0.0, 0.0)));
    for (int patience : new int[] {0, 3}) {
      EarlyStopping hardening =
          stopping(patience, LOSS, "objective.name=n-fgsm", "robustness.images=100");
      assertThat(hardening.best(epochs)).contains(epochs.get(0));
      assertThat(hardening.chosen(epochs)).isEqualTo(1);
      assertThat(hardening.isBest(epochs)).isFalse();
      assertThat(stopping(patience, LOSS, "robustness.images=100").chosen(epochs)).isEqualTo(2);
    }
  }

  @Test
  void aLossThatIsNoNumberIsNeverTheBest() {
    EarlyStopping stopping = stopping(2, LOSS);
    assertThat(stopping.best(losses(Double.NaN, 2, Double.NaN)))
        .hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(2));
  }
}
