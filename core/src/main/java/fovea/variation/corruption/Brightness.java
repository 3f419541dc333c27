package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Adds to each pixel's value in HSV, its largest channel, and keeps hue and saturation.
 *
 * @param added in [-1, 1]
 */
public record Brightness(double added) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.05), of(0.1), of(0.15), of(0.2), of(0.3)),
          List.of(of(0.1), of(0.2), of(0.3), of(0.4), of(0.5)));

  private static Brightness of(double added) {
    return new Brightness(added);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    double[] values = picture.values();
    for (int i = 0; i < values.length; i += 3) {
      double largest = Math.max(values[i], Math.max(values[i + 1], values[i + 2]));
      double wanted = Picture.clamped(largest + added);
      for (int c = i; c < i + 3; c++) {
        // Black has no hue, so it becomes grey.
        values[c] = largest == 0 ? wanted : values[c] * wanted / largest;
      }
    }
  }
}
