package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/** Blurs by a normal distribution, cut off four standard deviations from its centre. */
public record GaussianBlur(double sigma) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.4), of(0.6), of(0.7), of(0.8), of(1)),
          List.of(of(1), of(2), of(3), of(4), of(6)));

  private static GaussianBlur of(double sigma) {
    return new GaussianBlur(sigma);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    Smoothing.gaussian(picture, sigma);
  }
}
