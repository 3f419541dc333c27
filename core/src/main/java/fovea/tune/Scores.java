package fovea.tune;

import fovea.recipe.Recipe;
import fovea.train.EarlyStopping;
import fovea.train.EpochRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How good the weights are that a trial would keep now; more is better. */
record Scores(SearchSettings.Measure measure, Recipe recipe) {

  /**
   * @param epochs all so far, in order, at least one
   * @return null where it is no number
   */
  @Nullable Double after(List<EpochRecord> epochs) {
    EpochRecord kept = epochs.get(new EarlyStopping(recipe).chosen(epochs) - 1);
    Double figure =
        switch (measure) {
          case ACCURACY -> kept.validationAccuracy();
          case LOSS -> kept.validationLoss();
        };
    if (figure == null || figure.isNaN()) {
      return null;
    }
    return measure == SearchSettings.Measure.LOSS ? -figure : figure;
  }
}
