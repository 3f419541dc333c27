package fovea.augment;

import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.List;

/** Varies a batch of images at random, each image on its own. */
@FunctionalInterface
public interface Augmentation {
  /**
   * Varied images of the same shape, or the batch itself where nothing changed.
   *
   * @param images [N, C, H, W], float32, values in [0, 1]
   * @param rng where all randomness comes from
   */
  Tensor apply(Tensor images, Rng rng);

  /** One after the other. */
  static Augmentation inOrder(List<Augmentation> augmentations) {
    List<Augmentation> steps = List.copyOf(augmentations);
    return (images, rng) -> {
      Tensor varied = images;
      for (Augmentation step : steps) {
        varied = step.apply(varied, rng);
      }
      return varied;
    };
  }
}
