package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * Lays clouds over a picture and darkens both to where its brightest value was.
 *
 * @param amount what the clouds add at most
 * @param decay how smooth they are; {@link Plasma}
 */
public record Fog(double amount, double decay) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.2, 3), of(0.5, 3), of(0.75, 2.5), of(1, 2), of(1.5, 1.75)),
          List.of(of(1.5, 2), of(2, 2), of(2.5, 1.7), of(2.5, 1.5), of(3, 1.4)));

  private static Fog of(double amount, double decay) {
    return new Fog(amount, decay);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    double[] values = picture.values();
    double brightest = Arrays.stream(values).max().orElse(0);
    double[] clouds = Plasma.of(picture.height(), picture.width(), decay, rng).values();
    double share = brightest / (brightest + amount);
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] + amount * clouds[i / 3]) * share;
    }
  }
}
