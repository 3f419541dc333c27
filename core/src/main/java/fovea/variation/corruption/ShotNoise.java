package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Makes each value a random count of photons.
 *
 * @param photons expected where a value is 1; the fewer, the noisier
 */
public record ShotNoise(double photons) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(500), of(250), of(100), of(75), of(50)),
          List.of(of(60), of(25), of(12), of(5), of(3)));

  private static ShotNoise of(double photons) {
    return new ShotNoise(photons);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    picture.each(value -> Poisson.next(value * photons, rng) / photons);
  }
}
