package fovea.variation.corruption;

import fovea.image.Pixels;
import fovea.tensor.Rng;

/** One way of varying an image, of a given strength. Any number of threads may ask at once. */
@FunctionalInterface
public interface Distortion {
  /**
   * Varies a picture in place.
   *
   * @param rng where all randomness comes from
   */
  void on(Picture picture, Rng rng);

  /** The image varied, of the same size; the original stays as it is. */
  default Pixels of(Pixels image, Rng rng) {
    Picture picture = Picture.of(image);
    on(picture, rng);
    return picture.toPixels();
  }
}
