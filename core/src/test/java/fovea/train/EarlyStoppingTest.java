package fovea.train;

import static fovea.recipe.EarlyStoppingSettings.Measure.ACCURACY;
import static fovea.recipe.EarlyStoppingSettings.Measure.LOSS;
import static fovea.train.EpochRecords.losses;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.EarlyStoppingSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  @Test
  void aRunStopsWhenPatienceIsUsedUp() {
    EarlyStopping stopping = new EarlyStopping(new EarlyStoppingSettings(2, LOSS));
    List<EpochRecord> epochs = losses(1.0, 0.5, 0.6);
    assertThat(stopping.stopsAfter(epochs)).isFalse();
    assertThat(stopping.stopsAfter(losses(1.0, 0.5, 0.6, 0.5))).isTrue();
    assertThat(stopping.stopsAfter(losses(1.0, 0.5, 0.6, 0.4))).isFalse();
    assertThat(stopping.best(losses(1.0, 0.5, 0.6, 0.5)))
        .hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(2));
  }

  @Test
  void accuracyCountsTheOtherWayRound() {
    EarlyStopping stopping = new EarlyStopping(new EarlyStoppingSettings(1, ACCURACY));
    // The helper's accuracy is 1 - loss / 10.
    assertThat(stopping.stopsAfter(losses(1.0, 0.5))).isFalse();
    assertThat(stopping.stopsAfter(losses(0.5, 0.5))).isTrue();
  }

  @Test
  void withoutPatienceOrValidationItNeverStops() {
    assertThat(new EarlyStopping(new EarlyStoppingSettings(0, LOSS)).stopsAfter(losses(1, 2, 3)))
        .isFalse();
    EarlyStopping stopping = new EarlyStopping(new EarlyStoppingSettings(1, LOSS));
    EpochRecord blind = new EpochRecord(1, 1, 0, null, null, 0.1, 1, 1);
    assertThat(stopping.stopsAfter(List.of(blind, blind, blind))).isFalse();
    assertThat(stopping.best(List.of(blind))).isEmpty();
    assertThat(stopping.stopsAfter(List.of())).isFalse();
  }

  @Test
  void aLossThatIsNoNumberIsNeverTheBest() {
    EarlyStopping stopping = new EarlyStopping(new EarlyStoppingSettings(2, LOSS));
    assertThat(stopping.best(losses(Double.NaN, 2, Double.NaN)))
        .hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(2));
  }
}
