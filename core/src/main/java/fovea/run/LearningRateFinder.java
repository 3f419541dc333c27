package fovea.run;

import fovea.FoveaException;
import fovea.data.DividedData;
import fovea.models.Model;
import fovea.recipe.ModelSettings;
import fovea.recipe.Recipe;
import fovea.train.RateCurve;
import fovea.train.RateSweep;
import java.util.List;
import java.util.Optional;

/**
 * Finds out at which learning rates a recipe's network learns, with a network of its own: nothing
 * is left of it but the curve.
 */
public final class LearningRateFinder {
  private LearningRateFinder() {}

  /**
   * Trains the recipe's network for a few steps at rising rates. Neither validation nor test images
   * are looked at.
   *
   * @param data as the recipe divides them
   * @throws FoveaException if the recipe doesn't fit the data, or no step gave a finite loss
   * @throws java.util.concurrent.CancellationException if the listener says stop
   */
  public static RateCurve find(
      Recipe recipe, DividedData data, RateSweep sweep, RateSweep.Listener listener) {
    Recipe told = StartingWeights.resolve(recipe);
    try (Model model = TrainingRun.create(told, data.set())) {
      Optional<String> unused = TrainingRun.startFrom(told, model, List.of());
      Recipe named = told.with(new ModelSettings(model.name(), model.arguments()));
      return sweep.of(named, model, data, listener);
    }
  }
}
