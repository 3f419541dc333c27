package fovea.recipe;

import fovea.FoveaException;
import fovea.augment.AugmentStep;
import fovea.objective.ObjectiveSettings;
import fovea.settings.Declared;
import java.util.List;

/** What a recipe needs that goes by the loss of each image: none that is mixed of several. */
final class UnmixedImages {
  private UnmixedImages() {}

  /**
   * @throws FoveaException naming the step that mixes images, and what goes by the loss of each
   */
  static void require(
      List<AugmentStep> augment, SkippingSettings skipping, ObjectiveSettings objective) {
    for (AugmentStep step : augment) {
      if (step.mixesClasses() && skipping.isOn()) {
        throw refused(
            step,
            "`skipping` leaves images out by the loss of each; leave it out, or set `share` in"
                + " `skipping` to 0");
      }
      if (step.mixesClasses() && objective.usesGroups()) {
        throw refused(
            step,
            "`objective` is %s, which weighs the loss of each by its group; leave it out, or choose another objective"
                .formatted(Declared.name(objective.getClass())));
      }
    }
  }

  private static FoveaException refused(AugmentStep step, String because) {
    return FoveaException.of(
        "augment",
        "`augment` has %s, which makes one image of several, and %s"
            .formatted(Declared.name(step.getClass()), because));
  }
}
