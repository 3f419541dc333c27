package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/** Adds normal noise to every value, as in poor light. */
public record GaussianNoise(double deviation) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.04), of(0.06), of(0.08), of(0.09), of(0.10)),
          List.of(of(0.08), of(0.12), of(0.18), of(0.26), of(0.38)));

  private static GaussianNoise of(double deviation) {
    return new GaussianNoise(deviation);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    picture.each(value -> value + deviation * rng.nextGaussian());
  }
}
