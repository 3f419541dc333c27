package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.List;

/**
 * Blurs and shuffles pixels within their surroundings, as frosted glass.
 *
 * @param sigma of the blur before and after
 * @param reach how many pixels away one is taken from
 * @param rounds of shuffling
 */
public record GlassBlur(double sigma, int reach, int rounds) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(0.05, 1, 1), of(0.25, 1, 1), of(0.4, 1, 1), of(0.25, 1, 2), of(0.4, 1, 2)),
          List.of(of(0.7, 1, 2), of(0.9, 2, 1), of(1, 2, 3), of(1.1, 3, 2), of(1.5, 4, 2)));

  private static GlassBlur of(double sigma, int reach, int rounds) {
    return new GlassBlur(sigma, reach, rounds);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    Smoothing.gaussian(picture, sigma);
    picture.quantise();
    for (int round = 0; round < rounds; round++) {
      shuffle(picture, rng);
    }
    Smoothing.gaussian(picture, sigma);
  }

  /**
   * From the lower right on, each pixel becomes one up to {@code reach} above or left of it, or
   * less far below or right. The other one stays: the official program means to exchange them, but
   * its two names are views of one array.
   */
  private void shuffle(Picture picture, Rng rng) {
    double[] values = picture.values();
    for (int y = picture.height() - reach; y > reach; y--) {
      for (int x = picture.width() - reach; x > reach; x--) {
        int right = rng.nextInt(2 * reach) - reach;
        int down = rng.nextInt(2 * reach) - reach;
        int from = 3 * ((y + down) * picture.width() + x + right);
        System.arraycopy(values, from, values, 3 * (y * picture.width() + x), 3);
      }
    }
  }
}
