package fovea.attack;

import fovea.tensor.Rng;
import org.jspecify.annotations.Nullable;

/** One image under attack, whose randomness is its own, whatever images go with it. */
final class Subject {
  private final float[] clean;
  private final int label;
  private final Rng rng;
  private float @Nullable [] adversarial;

  /**
   * @param clean [C, H, W] flattened, in [0, 1], not to be changed
   */
  Subject(float[] clean, int label, Rng rng) {
    this.clean = clean;
    this.label = label;
    this.rng = rng;
  }

  float[] clean() {
    return clean;
  }

  int label() {
    return label;
  }

  /** A generator for this image and a part of an attack. */
  Rng rng(String part) {
    return rng.split(part);
  }

  /** An image of another class was found. */
  void fooledBy(float[] image) {
    adversarial = image;
  }

  boolean isFooled() {
    return adversarial != null;
  }

  /** The image that was found, or null. */
  float @Nullable [] adversarial() {
    return adversarial;
  }
}
