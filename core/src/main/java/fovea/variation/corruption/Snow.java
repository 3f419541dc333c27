package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Whitens a picture and lets it snow: bright noise, enlarged, what is dark of it taken away, and
 * blurred along the flakes' fall.
 *
 * @param mean of the noise
 * @param deviation of the noise
 * @param zoom by which it is enlarged
 * @param threshold below which there is no flake
 * @param radius half of the length of the fall, in pixels
 * @param sigma standard deviation of the weights along it
 * @param share of the picture that isn't whitened
 */
public record Snow(
    double mean,
    double deviation,
    double zoom,
    double threshold,
    double radius,
    double sigma,
    double share)
    implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(
              new Snow(0.1, 0.2, 1, 0.6, 8, 3, 0.95),
              new Snow(0.1, 0.2, 1, 0.5, 10, 4, 0.9),
              new Snow(0.15, 0.3, 1.75, 0.55, 10, 4, 0.9),
              new Snow(0.25, 0.3, 2.25, 0.6, 12, 6, 0.85),
              new Snow(0.3, 0.3, 1.25, 0.65, 14, 12, 0.8)),
          List.of(
              new Snow(0.1, 0.3, 3, 0.5, 10, 4, 0.8),
              new Snow(0.2, 0.3, 2, 0.5, 12, 4, 0.7),
              new Snow(0.55, 0.3, 4, 0.9, 12, 8, 0.7),
              new Snow(0.55, 0.3, 4.5, 0.85, 12, 8, 0.65),
              new Snow(0.55, 0.3, 2.5, 0.85, 12, 12, 0.55)));

  /** The fall's angles: within 45 degrees of straight down. */
  private static final double LEAST_DEGREES = -135;

  private static final double LARGEST_DEGREES = -45;

  @Override
  public void on(Picture picture, Rng rng) {
    double[] flakes = flakes(picture.height(), picture.width(), rng).values();
    double[] values = picture.values();
    int last = flakes.length - 1;
    for (int pixel = 0; pixel <= last; pixel++) {
      double white = 1.5 * picture.grey(pixel) + 0.5;
      double falling = flakes[pixel] + flakes[last - pixel]; // and turned upside down
      for (int i = 3 * pixel; i < 3 * pixel + 3; i++) {
        values[i] = share * values[i] + (1 - share) * Math.max(values[i], white) + falling;
      }
    }
  }

  private Picture flakes(int height, int width, Rng rng) {
    Picture noise = Picture.blank(height, width, 1);
    noise.each(value -> mean + deviation * rng.nextGaussian());
    Picture layer = Zoom.into(noise, zoom);
    layer.each(value -> value < threshold ? 0 : value);
    layer.quantise();
    double degrees = LEAST_DEGREES + (LARGEST_DEGREES - LEAST_DEGREES) * rng.nextDouble();
    Kernel.trail(radius, sigma, degrees).apply(layer, Edge.NEAREST);
    layer.quantise();
    return layer;
  }
}
