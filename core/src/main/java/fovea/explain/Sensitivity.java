package fovea.explain;

import fovea.tensor.Rng;

/**
 * How much an explanation changes when the image hardly does.
 *
 * @see <a href="https://arxiv.org/abs/1901.09392">Yeh et al. 2019, definition 3</a>
 */
final class Sensitivity {
  /** The largest change of a value: five of 255, which nobody sees. */
  private static final double RADIUS = 0.02;

  static final int DRAWS = 5;

  private Sensitivity() {}

  /**
   * The largest distance of an explanation of a changed image, over the length of the image's own;
   * 0 for one that doesn't change, and for one that is 0 everywhere.
   *
   * @param own of the image itself, by the same {@code rng}, so that only the image differs
   */
  static double of(
      Explainer explainer,
      Explanation how,
      float[] image,
      Question question,
      Relevance own,
      Rng rng) {
    double length = 0;
    for (float value : own.values()) {
      length += (double) value * value;
    }
    double largest = 0;
    for (int draw = 0; draw < DRAWS && length > 0; draw++) {
      float[] changed = changed(image, rng.split("change", draw));
      Relevance other = explainer.explain(how, changed, question, rng);
      double distance = 0;
      for (int p = 0; p < own.values().length; p++) {
        distance += Math.pow((double) other.values()[p] - own.values()[p], 2);
      }
      largest = Math.max(largest, Math.sqrt(distance / length));
    }
    return largest;
  }

  private static float[] changed(float[] image, Rng rng) {
    float[] changed = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      double value = image[i] + RADIUS * (2 * rng.nextDouble() - 1);
      changed[i] = (float) Math.max(0, Math.min(1, value));
    }
    return changed;
  }
}
