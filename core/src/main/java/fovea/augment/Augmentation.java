package fovea.augment;

import fovea.data.Batch;
import java.util.List;

/** Varies a batch at random: its images, and the target where that changes with them. */
@FunctionalInterface
public interface Augmentation {
  /**
   * A varied batch of the same images, or the batch itself where nothing changed.
   *
   * @param batch images [N, C, H, W], float32, values in [0, 1]; stays as it is
   * @param moment when, and where all randomness comes from
   */
  Batch apply(Batch batch, Moment moment);

  /** One after the other. */
  static Augmentation inOrder(List<? extends Augmentation> augmentations) {
    List<Augmentation> steps = List.copyOf(augmentations);
    return (batch, moment) -> {
      Batch varied = batch;
      for (Augmentation step : steps) {
        varied = step.apply(varied, moment);
      }
      return varied;
    };
  }
}
