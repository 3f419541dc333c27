package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Blurs along a line, as a camera that moves, up to 45 degrees from the horizontal.
 *
 * @param radius half of the line's length, in pixels
 * @param sigma standard deviation of the weights along it
 */
public record MotionBlur(double radius, double sigma) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(6, 1), of(6, 1.5), of(6, 2), of(8, 2), of(9, 2.5)),
          List.of(of(10, 3), of(15, 5), of(15, 8), of(15, 12), of(20, 15)));

  private static final double STEEPEST = 45;

  private static MotionBlur of(double radius, double sigma) {
    return new MotionBlur(radius, sigma);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    double degrees = STEEPEST * (2 * rng.nextDouble() - 1);
    Kernel.trail(radius, sigma, degrees).apply(picture, Edge.NEAREST);
  }
}
