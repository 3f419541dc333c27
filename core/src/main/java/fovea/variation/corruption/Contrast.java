package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Multiplies each channel's distance from its mean over the picture.
 *
 * @param factor 0 or more; below 1 contrast is lost
 */
public record Contrast(double factor) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.75), of(0.5), of(0.4), of(0.3), of(0.15)),
          List.of(of(0.4), of(0.3), of(0.2), of(0.1), of(0.05)));

  private static Contrast of(double factor) {
    return new Contrast(factor);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    double[] values = picture.values();
    double[] means = new double[3];
    for (int i = 0; i < values.length; i++) {
      means[i % 3] += 3 * values[i] / values.length;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - means[i % 3]) * factor + means[i % 3];
    }
  }
}
