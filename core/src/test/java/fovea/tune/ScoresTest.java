package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.Recipe;
import fovea.train.EpochRecord;
import fovea.train.EpochRecords;
import fovea.train.RobustAccuracy;
import fovea.tune.SearchSettings.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {
  /** The second's network has collapsed, and looks better. */
  private static final List<EpochRecord> COLLAPSED =
      List.of(
          EpochRecords.robust(1, 2, new RobustAccuracy(0.49, 0.44, 0.44)),
          EpochRecords.robust(2, 1, new RobustAccuracy(0.71, 0.03, 0.03)));

  private static Double score(Measure measure, List<EpochRecord> epochs, String... settings) {
    Recipe recipe =
        Recipe.standard().with("objective.name=n-fgsm", "robustness.images=100").with(settings);
    return new Scores(measure, recipe).after(epochs);
  }

  @Test
  void weightsThatWereGivenUpAfterACollapseCountForNothing() {
    for (String then : List.of("rewind", "stop")) {
      for (int patience : new int[] {0, 3}) {
        String[] settings = {"robustness.onCollapse=" + then, "earlyStopping.patience=" + patience};
        assertThat(score(Measure.LOSS, COLLAPSED, settings)).isEqualTo(-2);
        assertThat(score(Measure.ACCURACY, COLLAPSED, settings)).isEqualTo(0.8);
      }
    }
  }

  @Test
  void whereACollapseIsOnlyToldTheLastWeightsCount() {
    assertThat(score(Measure.LOSS, COLLAPSED, "robustness.onCollapse=tell")).isEqualTo(-1);
    assertThat(score(Measure.LOSS, COLLAPSED.subList(0, 1))).isEqualTo(-2);
  }

  @Test
  void earlyStoppingKeepsTheBestEpochAndWithoutItTheLastOneCounts() {
    List<EpochRecord> epochs = EpochRecords.losses(3, 1, 2);
    assertThat(score(Measure.LOSS, epochs)).isEqualTo(-2);
    assertThat(score(Measure.LOSS, epochs, "earlyStopping.patience=5")).isEqualTo(-1);
    EpochRecord blind = new EpochRecord(1, 1, 0, null, null, 0.1, 1, 1);
    assertThat(score(Measure.LOSS, List.of(blind))).isNull();
  }
}
