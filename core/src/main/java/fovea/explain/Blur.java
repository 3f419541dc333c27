package fovea.explain;

import fovea.tensor.Shape;

/** Gaussian blur, along rows and then columns; beyond the edge an image goes on as at the edge. */
final class Blur {
  private Blur() {}

  /**
   * @param image [C, H, W] flattened
   * @param deviation of the Gaussian, in pixels
   */
  static float[] of(float[] image, Shape shape, double deviation) {
    int height = Math.toIntExact(shape.size(1));
    int width = Math.toIntExact(shape.size(2));
    double[] kernel = kernel(deviation);
    return along(false, along(true, image, kernel, height, width), kernel, height, width);
  }

  private static double[] kernel(double deviation) {
    int reach = (int) Math.ceil(3 * deviation);
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      kernel[i + reach] = Math.exp(-0.5 * i * i / (deviation * deviation));
      sum += kernel[i + reach];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /**
   * @param rows whether the lines that are blurred are rows rather than columns
   */
  private static float[] along(
      boolean rows, float[] image, double[] kernel, int height, int width) {
    float[] blurred = new float[image.length];
    int reach = kernel.length / 2;
    int length = rows ? width : height;
    int step = rows ? 1 : width; // from one value of a line to the next
    for (int i = 0; i < image.length; i++) {
      int at = rows ? i % width : i / width % height;
      int line = i - at * step;
      double sum = 0;
      for (int k = -reach; k <= reach; k++) {
        int from = Math.max(0, Math.min(length - 1, at + k));
        sum += kernel[k + reach] * image[line + from * step];
      }
      blurred[i] = (float) sum;
    }
    return blurred;
  }
}
