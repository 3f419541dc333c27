package fovea.recipe;

import fovea.FoveaException;
import fovea.augment.AugmentStep;
import fovea.data.EpisodeShape;
import fovea.objective.ObjectiveSettings;
import fovea.settings.Declared;
import java.util.List;
import java.util.Optional;

/** What a recipe needs whose objective learns by episodes: whole ones, each image of one class. */
final class WholeEpisodes {
  private WholeEpisodes() {}

  /**
   * Of an objective that learns otherwise, nothing.
   *
   * @throws FoveaException naming the value that cuts an episode, or counts for nothing
   */
  static void require(
      ObjectiveSettings objective,
      int batchSize,
      int microBatchSize,
      List<AugmentStep> augment,
      SkippingSettings skipping) {
    Optional<EpisodeShape> shape = objective.episodes();
    if (shape.isEmpty()) {
      return;
    }
    requireMultiple("batchSize", batchSize, shape.get());
    if (microBatchSize < batchSize) {
      requireMultiple("microBatchSize", microBatchSize, shape.get()); // of which 0 is one
    }
    if (skipping.share() > 0) {
      throw FoveaException.of(
          "skipping",
          "`share` in `skipping` is %s, and leaving out images that are known leaves too few of some classes for the objective's episodes; set it to 0"
              .formatted(skipping.share()));
    }
    for (AugmentStep step : augment) {
      if (step.mixesClasses()) {
        throw FoveaException.of(
            "augment",
            "`augment` has %s, which mixes classes, and the objective's episodes are of images of one class each; leave it out"
                .formatted(Declared.name(step.getClass())));
      }
    }
  }

  private static void requireMultiple(String key, int images, EpisodeShape shape) {
    if (images % shape.size() != 0) {
      throw FoveaException.of(
          key,
          "`%s` is %d, expected a multiple of %d: an episode has %d classes of %d + %d images"
              .formatted(key, images, shape.size(), shape.ways(), shape.shots(), shape.queries()));
    }
  }
}
