package fovea.variation.corruption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights of a pixel's surroundings, of which a blur is made.
 *
 * @param taps those that aren't 0
 */
record Kernel(List<Tap> taps) {
  /** Where disks up to this radius stand in the middle of 17 x 17 weights. */
  private static final int SMALL_DISK = 8;

  /** The pixel so many rows below and columns right of one, and what it counts. */
  record Tap(int down, int right, double weight) {}

  Kernel {
    taps = List.copyOf(taps);
  }

  /**
   * A lens out of focus: a disk with a softened rim.
   *
   * @param softness standard deviation of what softens the rim, in pixels
   */
  static Kernel disk(double radius, double softness) {
    int reach = radius <= SMALL_DISK ? SMALL_DISK : (int) radius;
    int size = 2 * reach + 1;
    Picture disk = Picture.blank(size, size, 1);
    double[] values = disk.values();
    Arrays.setAll(
        values,
        i -> {
          int x = i % size - reach;
          int y = i / size - reach;
          return x * x + y * y <= radius * radius ? 1 : 0;
        });
    double area = Arrays.stream(values).sum();
    disk.each(value -> value / area);
    Smoothing.normal(disk, softness, radius <= SMALL_DISK ? 1 : 2, Edge.MIRROR);
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double weight = disk.values()[i];
      if (weight > 0) {
        taps.add(new Tap(i / size - reach, i % size - reach, weight));
      }
    }
    return new Kernel(taps);
  }

  /**
   * A movement while the shutter is open, as ImageMagick has it: weights fall off along a line that
   * begins at the pixel.
   *
   * @param radius half of the line's length, in pixels
   * @param sigma standard deviation of the weights
   * @param degrees of the line, clockwise from the right
   */
  static Kernel trail(double radius, double sigma, double degrees) {
    int length = 2 * (int) Math.ceil(radius) + 1;
    double[] weights = new double[length];
    Arrays.setAll(weights, i -> Math.exp(-i * i / (2 * sigma * sigma)));
    double sum = Arrays.stream(weights).sum();
    double across = Math.cos(Math.toRadians(degrees));
    double along = Math.sin(Math.toRadians(degrees));
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      taps.add(
          new Tap(
              (int) Math.ceil(i * along - 0.5),
              (int) Math.ceil(i * across - 0.5),
              weights[i] / sum));
    }
    return new Kernel(taps);
  }

  /** Replaces each pixel by the weighted sum of its surroundings. */
  void apply(Picture picture, Edge edge) {
    int reach = taps.stream().mapToInt(Kernel::reach).max().orElse(0);
    int row = picture.rowLength();
    int channels = picture.channels();
    int paddedRow = row + 2 * reach * channels;
    double[] padded = padded(picture, reach, edge);
    double[] sums = new double[picture.values().length];
    for (Tap tap : taps) {
      for (int y = 0; y < picture.height(); y++) {
        int from = (y + reach + tap.down) * paddedRow + (reach + tap.right) * channels;
        int to = y * row;
        for (int i = 0; i < row; i++) {
          sums[to + i] += tap.weight * padded[from + i];
        }
      }
    }
    picture.become(sums);
  }

  private static int reach(Tap tap) {
    return Math.max(Math.abs(tap.down), Math.abs(tap.right));
  }

  private static double[] padded(Picture picture, int reach, Edge edge) {
    int channels = picture.channels();
    int width = picture.width() + 2 * reach;
    double[] padded = new double[(picture.height() + 2 * reach) * width * channels];
    int to = 0;
    for (int y = -reach; y < picture.height() + reach; y++) {
      int row = edge.index(y, picture.height()) * picture.rowLength();
      for (int x = -reach; x < picture.width() + reach; x++) {
        int from = row + edge.index(x, picture.width()) * channels;
        System.arraycopy(picture.values(), from, padded, to, channels);
        to += channels;
      }
    }
    return padded;
  }
}
