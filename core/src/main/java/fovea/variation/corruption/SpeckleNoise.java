package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/** Adds normal noise that grows with the value. */
public record SpeckleNoise(double deviation) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.06), of(0.1), of(0.12), of(0.16), of(0.2)),
          List.of(of(0.15), of(0.2), of(0.35), of(0.45), of(0.6)));

  private static SpeckleNoise of(double deviation) {
    return new SpeckleNoise(deviation);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    picture.each(value -> value + value * deviation * rng.nextGaussian());
  }
}
