package fovea.train;

import fovea.recipe.EarlyStoppingSettings;
import fovea.recipe.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides from the epochs so far, and from nothing else, whether a run should end: a resumed run
 * decides as the one that was interrupted. Only validation figures count; without them it never
 * stops.
 *
 * @see <a href="https://doi.org/10.1007/978-3-642-35289-8_5">Prechelt 2012</a>
 */
public final class EarlyStopping {
  private final EarlyStoppingSettings settings;
  private final Collapse collapse;

  public EarlyStopping(Recipe recipe) {
    settings = recipe.earlyStopping();
    collapse = new Collapse(recipe);
  }

  /**
   * Whether the last {@code patience} epochs all brought nothing better than the best before them.
   *
   * @param epochs all so far, in order
   */
  public boolean stopsAfter(List<EpochRecord> epochs) {
    if (settings.patience() == 0 || epochs.isEmpty()) {
      return false;
    }
    int last = epochs.get(epochs.size() - 1).epoch();
    return best(epochs).map(best -> last - best.epoch() >= settings.patience()).orElse(false);
  }

  /** Whether early stopping watches this run and its last epoch is the best so far. */
  boolean isBest(List<EpochRecord> epochs) {
    return settings.patience() > 0
        && best(epochs).map(best -> best.epoch() == epochs.size()).orElse(false);
  }

  /**
   * The epoch whose weights a run keeps: the best where early stopping watches and has something to
   * go by, else the last, or the last before a collapse that was given up.
   *
   * @param epochs all so far, in order
   * @return counted from 1
   */
  public int chosen(List<EpochRecord> epochs) {
    List<EpochRecord> left = collapse.left(epochs);
    int last = left.isEmpty() ? 0 : left.get(left.size() - 1).epoch();
    return settings.patience() > 0 ? best(epochs).map(EpochRecord::epoch).orElse(last) : last;
  }

  /**
   * The first epoch whose figure no other surpasses, but for those whose network has {@linkplain
   * Collapse collapsed}, which may well look better; empty without a validation split.
   */
  public Optional<EpochRecord> best(List<EpochRecord> epochs) {
    EpochRecord best = null;
    for (EpochRecord epoch : collapse.without(epochs)) {
      OptionalDouble score = score(epoch);
      if (score.isPresent()
          && (best == null || score.getAsDouble() > score(best).orElse(Double.NEGATIVE_INFINITY))) {
        best = epoch;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Higher is better; empty for what isn't a number. */
  private OptionalDouble score(EpochRecord epoch) {
    RobustAccuracy robust = epoch.robust();
    Double figure =
        switch (settings.measure()) {
          case LOSS -> epoch.validationLoss();
          case ACCURACY -> epoch.validationAccuracy();
          case ROBUST -> robust == null || epoch.validationLoss() == null ? null : robust.chosen();
        };
    if (figure == null || figure.isNaN()) {
      return OptionalDouble.empty();
    }
    boolean lowerIsBetter = settings.measure() == EarlyStoppingSettings.Measure.LOSS;
    return OptionalDouble.of(lowerIsBetter ? -figure : figure);
  }
}
