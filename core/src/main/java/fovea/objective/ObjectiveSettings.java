package fovea.objective;

import fovea.data.EpisodeShape;
import fovea.data.ImageGroups;
import java.util.Optional;

/**
 * What a recipe's {@code objective} may name, one line each. An objective is one file: a record of
 * its settings, which computes it.
 */
public sealed interface ObjectiveSettings extends Objective
    permits CrossEntropy, GroupDro, FastFgsm, NoiseFgsm, PgdTraining, Trades, Prototypical {
  /** How often each image goes through the network in a step. */
  default Passes passes() {
    return Passes.ONE;
  }

  /** The episodes that its batches consist of, if they do. */
  default Optional<EpisodeShape> episodes() {
    return Optional.empty();
  }

  /** Whether it has to know which group each training image is in. */
  default boolean usesGroups() {
    return false;
  }

  /**
   * The objective for training images of these groups.
   *
   * @param groups of the images by the number that a batch's indices mean
   * @param shares of an epoch's images that each group has
   */
  default Objective forGroups(ImageGroups groups, double[] shares) {
    return this;
  }
}
