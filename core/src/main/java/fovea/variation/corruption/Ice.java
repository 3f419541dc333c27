package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.Arrays;

/**
 * Ice on a window: needles in three directions, 60 degrees apart, over clouds. Brightness, tint and
 * roughness lie where those of the five pictures lie that CIFAR-10-C and ImageNet-C take, the
 * former at a fifth of their size.
 */
final class Ice {
  private static final double DARKEST = 0.45;
  private static final double BRIGHTEST = 0.8;
  private static final double[] TINT = {0.89, 1, 1.08};

  /** Standard deviation of the ice's values within a picture of its small and large kind. */
  private static final double ROUGHNESS_SMALL = 0.06;

  private static final double ROUGHNESS_LARGE = 0.1;

  private static final int DIRECTIONS = 3;
  private static final double SEEDS = 0.06;
  private static final double DECAY = 1.6;

  private Ice() {}

  /** A layer of three channels, in [0, 1]. */
  static Picture over(int height, int width, Rng rng) {
    boolean small = Severities.isSmall(height, width);
    double[] relief = relief(height, width, small ? 3 : 15, rng);
    double brightness = DARKEST + (BRIGHTEST - DARKEST) * rng.nextDouble();
    double roughness = small ? ROUGHNESS_SMALL : ROUGHNESS_LARGE;
    Picture ice = Picture.blank(height, width, 3);
    for (int i = 0; i < ice.values().length; i++) {
      ice.values()[i] = Picture.clamped(brightness * TINT[i % 3] + roughness * relief[i / 3]);
    }
    return ice;
  }

  /** Heights of mean 0 and standard deviation 1, or all 0 where there is but one. */
  private static double[] relief(int height, int width, double length, Rng rng) {
    double[] sum = Plasma.of(height, width, DECAY, rng).values();
    standardise(sum);
    double first = 60 * rng.nextDouble();
    double[] needles = new double[sum.length];
    for (int direction = 0; direction < DIRECTIONS; direction++) {
      Picture seeds = Picture.blank(height, width, 1);
      seeds.each(value -> rng.nextDouble() < SEEDS ? 0.5 + rng.nextDouble() : 0);
      Kernel.trail(length, length, first + 60 * direction).apply(seeds, Edge.MIRROR);
      for (int i = 0; i < needles.length; i++) {
        needles[i] = Math.max(needles[i], seeds.values()[i]);
      }
    }
    standardise(needles);
    Arrays.setAll(sum, i -> sum[i] + needles[i]);
    standardise(sum);
    return sum;
  }

  private static void standardise(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double deviation =
        Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    double factor = deviation > 0 ? 1 / deviation : 0;
    Arrays.setAll(values, i -> (values[i] - mean) * factor);
  }
}
