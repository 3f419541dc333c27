package fovea.augment;

import java.util.Arrays;

/**
 * Boxes of images brought to one size: bilinear, and where they shrink averaged over a triangle as
 * wide as two of the new pixels, as Pillow and torchvision do it. One thread uses it at a time.
 */
final class Resampling {
  private final int height;
  private final int width;
  private final float[] result;
  private float[] between = {};

  Resampling(int height, int width) {
    this.height = height;
    this.width = width;
    this.result = new float[height * width * Picture.CHANNELS];
  }

  /**
   * One box.
   *
   * @param values of the image, [.., rowLength, 3] flattened
   * @return [height, width, 3] flattened, overwritten by the next call
   */
  float[] of(float[] values, int rowLength, Box box) {
    int row = box.width() * Picture.CHANNELS;
    if (between.length < height * row) {
      between = new float[height * row];
    }
    Arrays.fill(between, 0, height * row, 0);
    for (int y = 0; y < height; y++) {
      Weights weights = Weights.of(y, box.height(), height);
      for (int i = 0; i < weights.values.length; i++) {
        int source = ((box.top() + weights.first + i) * rowLength + box.left()) * Picture.CHANNELS;
        addRow(values, source, weights.values[i], between, y * row, row);
      }
    }
    for (int x = 0; x < width; x++) {
      Weights weights = Weights.of(x, box.width(), width);
      for (int y = 0; y < height; y++) {
        int source = y * row + weights.first * Picture.CHANNELS;
        int target = (y * width + x) * Picture.CHANNELS;
        float red = 0;
        float green = 0;
        float blue = 0;
        for (float weight : weights.values) {
          red += weight * between[source];
          green += weight * between[source + 1];
          blue += weight * between[source + 2];
          source += Picture.CHANNELS;
        }
        result[target] = Picture.clamped(red);
        result[target + 1] = Picture.clamped(green);
        result[target + 2] = Picture.clamped(blue);
      }
    }
    return result;
  }

  private static void addRow(
      float[] from, int source, float weight, float[] to, int target, int count) {
    for (int i = 0; i < count; i++) {
      to[target + i] += weight * from[source + i];
    }
  }

  /** What the old pixels from {@code first} on count in a new one; adds up to 1. */
  @SuppressWarnings("ArrayRecordComponent") // made and read once
  private record Weights(int first, float[] values) {
    static Weights of(int place, int from, int to) {
      double scale = (double) from / to;
      double reach = Math.max(1, scale);
      double centre = (place + 0.5) * scale;
      int first = Math.max(0, (int) (centre - reach + 0.5));
      int end = Math.min(from, (int) (centre + reach + 0.5));
      double[] weights = new double[end - first];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach);
        sum += weights[i];
      }
      float[] values = new float[weights.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (weights[i] / sum);
      }
      return new Weights(first, values);
    }
  }
}
