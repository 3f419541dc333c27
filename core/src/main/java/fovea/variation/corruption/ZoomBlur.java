package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * The mean of a picture and its enlargements, as of a camera that moves towards a thing.
 *
 * @param count of enlargements, the first by a factor of 1
 * @param step by which the factor grows
 */
public record ZoomBlur(int count, double step) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(7, 0.01), of(12, 0.01), of(16, 0.01), of(21, 0.01), of(26, 0.01)),
          List.of(of(12, 0.01), of(16, 0.01), of(11, 0.02), of(13, 0.02), of(11, 0.03)));

  private static ZoomBlur of(int count, double step) {
    return new ZoomBlur(count, step);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    double[] sum = picture.values().clone();
    double exact = (1 + step) - 1; // NumPy's arange counts on by this, which decides some halves
    for (int i = 0; i < count; i++) {
      double[] enlarged = Zoom.into(picture, 1 + i * exact).values();
      for (int j = 0; j < sum.length; j++) {
        sum[j] += enlarged[j];
      }
    }
    picture.become(sum);
    picture.each(value -> value / (count + 1));
  }
}
