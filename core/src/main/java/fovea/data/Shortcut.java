package fovea.data;

import fovea.tensor.Rng;

/**
 * A class's own hue, which training images are drawn in mostly, and test images as often as in any
 * other.
 *
 * @param share of training images that have their class's hue, in [0, 1]; 0 plants nothing
 * @param rng split by the number of the image
 */
record Shortcut(double share, int classes, Rng rng) {
  boolean isOn() {
    return share > 0;
  }

  /** The hue of an image, in [0, 1). */
  double hue(int number, int label, boolean test) {
    return (double) likeClass(number, label, test) / classes;
  }

  /** Of whose hue an image is. */
  String folder(int number, int label, boolean test) {
    return likeClass(number, label, test) == label ? "own-colour" : "other-colour";
  }

  /** The class whose hue an image has: in training its own or one of the others, in a test any. */
  private int likeClass(int number, int label, boolean test) {
    Rng own = rng.split("image", number);
    if (test) {
      return own.nextInt(classes);
    }
    return own.nextDouble() < share ? label : (label + 1 + own.nextInt(classes - 1)) % classes;
  }
}
