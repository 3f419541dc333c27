package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Lays ice over a picture. The official pictures of frosted windows are not part of Fovea: the ice
 * is drawn, as bright, blue and rough as those are on average ({@link Ice}).
 *
 * @param picture the share of the picture that shines through
 * @param ice the share of the ice
 */
public record Frost(double picture, double ice) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(1, 0.2), of(1, 0.3), of(0.9, 0.4), of(0.85, 0.4), of(0.75, 0.45)),
          List.of(of(1, 0.4), of(0.8, 0.6), of(0.7, 0.7), of(0.65, 0.7), of(0.6, 0.75)));

  private static Frost of(double picture, double ice) {
    return new Frost(picture, ice);
  }

  @Override
  public void on(Picture frozen, Rng rng) {
    double[] values = frozen.values();
    double[] layer = Ice.over(frozen.height(), frozen.width(), rng).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = picture * values[i] + ice * layer[i];
    }
  }
}
