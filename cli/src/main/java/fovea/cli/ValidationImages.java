package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.Split;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import java.util.Optional;

/** The images that something may be chosen by after training: validation images, and no others. */
final class ValidationImages {
  private ValidationImages() {}

  /**
   * Those of data that a model's run held out, or those in {@code val/} of other data.
   *
   * @param named how the user calls the data
   * @throws FoveaException if there are none, which says how to come by some
   */
  static Judged of(TrainedModel trained, DataSet found, String named) {
    DataSet set = trained.asTrainedOn(found);
    if (!set.hasValidation()) {
      Optional<Recipe> recipe = trained.recipe();
      if (!trained.wasTrainedOn(set)) {
        throw new FoveaException(
            "%s: not the data that the model was trained on, and without validation images of its own (val/); name the model's own data, or put images that it never saw into val/"
                .formatted(named));
      }
      if (recipe.isEmpty() || recipe.get().split(set).validation().isEmpty()) {
        throw new FoveaException(
            "%s: its run trained on all training images and held none out for validation, and a model is surer of images that it was trained on than of others; train once more with `--set validation=0.1`, or name a folder with val/ of images that it never saw by --data"
                .formatted(trained.file()));
      }
    }
    return Judged.of(trained, found, named, SplitName.VALIDATION);
  }

  static Split.Validation split(Judged judged) {
    if (judged.images() instanceof Split.Validation validation) {
      return validation;
    }
    throw new IllegalStateException("not validation images: " + judged.part());
  }
}
