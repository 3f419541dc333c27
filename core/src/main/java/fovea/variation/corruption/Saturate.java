package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Changes each pixel's saturation in HSV and keeps hue and value.
 *
 * @param factor that saturation is multiplied by
 * @param added to it afterwards
 */
public record Saturate(double factor, double added) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.3, 0), of(0.1, 0), of(1.5, 0), of(2, 0.1), of(2.5, 0.2)),
          List.of(of(0.3, 0), of(0.1, 0), of(2, 0), of(5, 0.1), of(20, 0.2)));

  private static Saturate of(double factor, double added) {
    return new Saturate(factor, added);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    double[] values = picture.values();
    for (int i = 0; i < values.length; i += 3) {
      double largest = Math.max(values[i], Math.max(values[i + 1], values[i + 2]));
      double least = Math.min(values[i], Math.min(values[i + 1], values[i + 2]));
      double saturation = largest == 0 ? 0 : (largest - least) / largest;
      double wanted = Picture.clamped(saturation * factor + added);
      if (saturation == 0) { // grey counts as red
        values[i + 1] = largest * (1 - wanted);
        values[i + 2] = largest * (1 - wanted);
      } else {
        for (int c = i; c < i + 3; c++) {
          values[c] = largest - (largest - values[c]) * wanted / saturation;
        }
      }
    }
  }
}
