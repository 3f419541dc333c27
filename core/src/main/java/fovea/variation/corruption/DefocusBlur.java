package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Blurs by a disk, as a lens out of focus.
 *
 * @param radius of the disk, in pixels
 * @param softness standard deviation of what softens its rim, in pixels
 */
public record DefocusBlur(double radius, double softness) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.3, 0.4), of(0.4, 0.5), of(0.5, 0.6), of(1, 0.2), of(1.5, 0.1)),
          List.of(of(3, 0.1), of(4, 0.5), of(6, 0.5), of(8, 0.5), of(10, 0.5)));

  private static DefocusBlur of(double radius, double softness) {
    return new DefocusBlur(radius, softness);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    Kernel.disk(radius, softness).apply(picture, Edge.MIRROR);
  }
}
