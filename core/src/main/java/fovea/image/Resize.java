package fovea.image;

import java.util.Arrays;

/**
 * Scaling by a triangle filter: bilinear when enlarging; when shrinking, the triangle is as much
 * wider as the image gets smaller, so that every source pixel counts and nothing flickers.
 */
public final class Resize {
  private Resize() {}

  /**
   * Scales an image, keeping its proportions, until it just covers the target, and cuts the middle
   * out: Resize and CenterCrop of torchvision, in one step.
   *
   * @param height of the result, at least 1
   * @param width of the result, at least 1
   * @return the same object if the size fits already
   */
  public static Pixels cover(Pixels image, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("no image is of " + height + " x " + width);
    }
    if (image.height() == height && image.width() == width) {
      return image;
    }
    long across = (long) width * image.height();
    long down = (long) height * image.width();
    // The longer side is cut down to whole pixels, as torchvision does it.
    long scaledWidth = across >= down ? width : down / image.height();
    long scaledHeight = across >= down ? across / image.width() : height;
    Axis columns = Axis.of(image.width(), scaledWidth, width);
    Axis rows = Axis.of(image.height(), scaledHeight, height);
    return new Pixels(width, height, vertical(horizontal(image, columns, rows), width, rows));
  }

  /** The rows that are needed later, each scaled to its new width. */
  private static float[][] horizontal(Pixels image, Axis columns, Axis rows) {
    float[][] scaled = new float[rows.end() - rows.start()][3 * columns.weights().length];
    byte[] rgb = image.rgb();
    for (int y = 0; y < scaled.length; y++) {
      int row = 3 * image.width() * (rows.start() + y);
      for (int x = 0; x < columns.weights().length; x++) {
        float red = 0;
        float green = 0;
        float blue = 0;
        int from = row + 3 * columns.first()[x];
        for (float weight : columns.weights()[x]) {
          red += weight * (rgb[from] & 0xff);
          green += weight * (rgb[from + 1] & 0xff);
          blue += weight * (rgb[from + 2] & 0xff);
          from += 3;
        }
        scaled[y][3 * x] = red;
        scaled[y][3 * x + 1] = green;
        scaled[y][3 * x + 2] = blue;
      }
    }
    return scaled;
  }

  private static byte[] vertical(float[][] source, int width, Axis rows) {
    byte[] rgb = new byte[3 * width * rows.weights().length];
    float[] sum = new float[3 * width];
    for (int y = 0; y < rows.weights().length; y++) {
      Arrays.fill(sum, 0);
      for (int k = 0; k < rows.weights()[y].length; k++) {
        float weight = rows.weights()[y][k];
        float[] row = source[rows.first()[y] - rows.start() + k];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * row[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        rgb[y * sum.length + i] = (byte) Math.min(255, Math.round(sum[i]));
      }
    }
    return rgb;
  }

  /**
   * Which source pixels make each target pixel along one axis, and with what weights.
   *
   * @param first the first source pixel of each target pixel
   * @param weights of it and those after it, adding up to 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Axis(int[] first, float[][] weights) {
    /**
     * @param source pixels there are
     * @param scaled pixels they are scaled to
     * @param kept of those, in the middle
     */
    static Axis of(int source, long scaled, int kept) {
      double step = (double) source / scaled;
      double reach = Math.max(step, 1);
      double skipped = Math.rint((scaled - kept) / 2.0); // halves to even, as Python rounds
      int[] first = new int[kept];
      float[][] weights = new float[kept][];
      for (int i = 0; i < kept; i++) {
        double center = (skipped + i + 0.5) * step;
        first[i] = (int) Math.max(0, Math.floor(center - reach + 0.5));
        int end = (int) Math.min(source, Math.floor(center + reach + 0.5));
        weights[i] = triangle(first[i], end, center, reach);
      }
      return new Axis(first, weights);
    }

    private static float[] triangle(int first, int end, double center, double reach) {
      double[] heights = new double[end - first];
      double sum = 0;
      for (int j = 0; j < heights.length; j++) {
        heights[j] = Math.max(0, 1 - Math.abs(first + j + 0.5 - center) / reach);
        sum += heights[j];
      }
      float[] weights = new float[heights.length];
      for (int j = 0; j < weights.length; j++) {
        weights[j] = (float) (heights[j] / sum);
      }
      return weights;
    }

    int start() {
      return first[0];
    }

    int end() {
      return first[first.length - 1] + weights[weights.length - 1].length;
    }
  }
}
