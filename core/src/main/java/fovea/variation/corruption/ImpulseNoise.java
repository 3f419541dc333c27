package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Makes some values 0 or 1, as by faulty bits: salt and pepper in colour.
 *
 * @param share of the values, half of them each way
 */
public record ImpulseNoise(double share) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.01), of(0.02), of(0.03), of(0.05), of(0.07)),
          List.of(of(0.03), of(0.06), of(0.09), of(0.17), of(0.27)));

  private static ImpulseNoise of(double share) {
    return new ImpulseNoise(share);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    picture.each(
        value -> {
          double hit = rng.nextDouble();
          return hit >= share ? value : hit < share / 2 ? 0 : 1;
        });
  }
}
