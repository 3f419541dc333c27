package fovea.variation.corruption;

import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * Drops on the lens: of water, which shine, or of mud, which cover.
 *
 * @param mean of the noise that drops are the peaks of
 * @param deviation of the noise
 * @param smoothness standard deviation of what smooths it, in pixels
 * @param threshold above which it is a drop
 * @param strength how much water shines at most; of mud, what smooths the drops, in pixels
 * @param mud or water
 */
public record Spatter(
    double mean,
    double deviation,
    double smoothness,
    double threshold,
    double strength,
    boolean mud)
    implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(
              new Spatter(0.62, 0.1, 0.7, 0.7, 0.5, false),
              new Spatter(0.65, 0.1, 0.8, 0.7, 0.5, false),
              new Spatter(0.65, 0.3, 1, 0.69, 0.5, false),
              new Spatter(0.65, 0.1, 0.7, 0.69, 0.6, true),
              new Spatter(0.65, 0.1, 0.5, 0.68, 0.6, true)),
          List.of(
              new Spatter(0.65, 0.3, 4, 0.69, 0.6, false),
              new Spatter(0.65, 0.3, 3, 0.68, 0.6, false),
              new Spatter(0.65, 0.3, 2, 0.68, 0.5, false),
              new Spatter(0.65, 0.3, 1, 0.65, 1.5, true),
              new Spatter(0.67, 0.4, 1, 0.65, 1.5, true)));

  /** Light from the upper left. */
  private static final Kernel EMBOSS =
      new Kernel(
          List.of(
              new Kernel.Tap(-1, -1, -2),
              new Kernel.Tap(-1, 0, -1),
              new Kernel.Tap(0, -1, -1),
              new Kernel.Tap(0, 0, 1),
              new Kernel.Tap(0, 1, 1),
              new Kernel.Tap(1, 0, 1),
              new Kernel.Tap(1, 1, 2)));

  /** Pale turquoise, in bytes. */
  private static final double[] WATER = {175, 238, 238};

  private static final double[] MUD = {63, 42, 20};

  /** Of smoothed mud, what is thinner is no mud. */
  private static final double THINNEST = 0.8;

  private static final int WEAK_EDGE = 50;
  private static final int STRONG_EDGE = 150;
  private static final double FARTHEST = 20;

  /** Means of whole values may come out a little below. */
  private static final double ROUNDING = 1e-6;

  @Override
  public void on(Picture picture, Rng rng) {
    Picture drops = Picture.blank(picture.height(), picture.width(), 1);
    drops.each(value -> mean + deviation * rng.nextGaussian());
    Smoothing.gaussian(drops, smoothness);
    if (mud) {
      drops.each(value -> value > threshold ? 1 : 0);
      Smoothing.gaussian(drops, strength);
      drops.each(value -> value < THINNEST ? 0 : value);
      mix(picture, drops, MUD, 1);
    } else {
      drops.each(value -> value < threshold ? 0 : value);
      drops.quantise();
      shine(drops);
      mix(picture, drops, WATER, 0);
    }
  }

  /**
   * @param covering 1 where drops hide the picture, 0 where they add to it
   */
  private static void mix(Picture picture, Picture drops, double[] color, double covering) {
    double[] values = picture.values();
    for (int i = 0; i < values.length; i++) {
      double drop = drops.values()[i / 3];
      values[i] = values[i] * (1 - covering * drop) + drop * color[i % 3] / 255;
    }
  }

  /** Lights drops from one side, by how far their pixels are from the drops' rims. */
  private void shine(Picture drops) {
    int height = drops.height();
    int width = drops.width();
    int[] grey = Arrays.stream(drops.values()).mapToInt(Picture::toByte).toArray();
    double[] distances =
        Distances.to(Canny.edges(grey, height, width, WEAK_EDGE, STRONG_EDGE), height, width);
    Picture relief = new Picture(height, width, 1, distances);
    relief.each(distance -> Math.min(distance, FARTHEST));
    Smoothing.box(relief);
    int[] light = equalised(relief.values());
    relief.become(Arrays.stream(light).mapToDouble(value -> value / 255.0).toArray());
    EMBOSS.apply(relief, Edge.MIRROR);
    relief.quantise();
    Smoothing.box(relief);
    relief.each(value -> Math.rint(255 * value) / 255);
    double[] lit = drops.values();
    Arrays.setAll(lit, i -> lit[i] * relief.values()[i]);
    double brightest = Arrays.stream(lit).max().orElse(0);
    drops.each(value -> brightest == 0 ? 0 : value / brightest * strength);
  }

  /** Whole values spread so that each part of [0, 255] has as many pixels, as OpenCV does it. */
  static int[] equalised(double[] values) {
    int[] whole = Arrays.stream(values).mapToInt(value -> (int) (value + ROUNDING)).toArray();
    int[] counts = new int[256];
    for (int value : whole) {
      counts[value]++;
    }
    int least = Arrays.stream(whole).min().orElse(0);
    int rest = whole.length - counts[least];
    if (rest == 0) {
      return whole;
    }
    int[] table = new int[256];
    int sum = 0;
    for (int value = least + 1; value < 256; value++) {
      sum += counts[value];
      table[value] = (int) Math.rint(sum * 255.0 / rest);
    }
    return Arrays.stream(whole).map(value -> table[value]).toArray();
  }
}
