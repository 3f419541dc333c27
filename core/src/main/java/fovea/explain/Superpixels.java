package fovea.explain;

import fovea.tensor.Shape;
import java.util.Arrays;

/**
 * An image's pixels in groups that lie together and have alike colours, by SLIC: k-means over
 * colour and place, each centre looking at its neighbourhood only. Colours are compared as RGB, and
 * a group may be in several pieces.
 *
 * @param of each pixel, [height, width] flattened, from 0
 * @see <a href="https://doi.org/10.1109/TPAMI.2012.120">Achanta et al. 2012, algorithm 1</a>
 */
@SuppressWarnings("ArrayRecordComponent") // made and read within a call
record Superpixels(int[] of, int count) {
  private static final int ROUNDS = 10;

  /** How much a cell's width counts against the full range of a colour. */
  private static final double COMPACTNESS = 0.2;

  /**
   * About so many groups.
   *
   * @param image [C, H, W] flattened, in [0, 1]
   */
  static Superpixels of(float[] image, Shape shape, int about) {
    int height = Math.toIntExact(shape.size(1));
    int width = Math.toIntExact(shape.size(2));
    double cell = Math.max(1, Math.sqrt((double) height * width / about));
    int rows = Math.max(1, (int) Math.round(height / cell));
    int columns = Math.max(1, (int) Math.round(width / cell));
    int channels = Math.toIntExact(shape.size(0));
    double[][] centers = new double[rows * columns][channels + 2];
    for (int k = 0; k < centers.length; k++) {
      int row = k / columns;
      int y = (int) ((row + 0.5) * height / rows);
      int x = (int) ((k % columns + 0.5) * width / columns);
      set(centers[k], image, height * width, y, x, width);
    }
    int[] nearest = new int[height * width];
    for (int round = 0; round < ROUNDS; round++) {
      assign(nearest, centers, image, height, width, cell);
      move(centers, nearest, image, width);
    }
    return numbered(nearest, centers.length);
  }

  private static void set(double[] center, float[] image, int size, int y, int x, int width) {
    for (int c = 0; c < center.length - 2; c++) {
      center[c] = image[c * size + y * width + x];
    }
    center[center.length - 2] = y;
    center[center.length - 1] = x;
  }

  private static void assign(
      int[] nearest, double[][] centers, float[] image, int height, int width, double cell) {
    double[] distances = new double[nearest.length];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int k = 0; k < centers.length; k++) {
      double[] center = centers[k];
      int channels = center.length - 2;
      int reach = (int) Math.ceil(2 * cell);
      int middleY = (int) center[channels];
      int middleX = (int) center[channels + 1];
      for (int y = Math.max(0, middleY - reach); y <= Math.min(height - 1, middleY + reach); y++) {
        for (int x = Math.max(0, middleX - reach); x <= Math.min(width - 1, middleX + reach); x++) {
          int p = y * width + x;
          double place =
              (Math.pow(y - center[channels], 2) + Math.pow(x - center[channels + 1], 2))
                  / (cell * cell);
          double distance = COMPACTNESS * COMPACTNESS * place;
          for (int c = 0; c < channels; c++) {
            double off = image[c * nearest.length + p] - center[c];
            distance += off * off;
          }
          if (distance < distances[p]) {
            distances[p] = distance;
            nearest[p] = k;
          }
        }
      }
    }
  }

  private static void move(double[][] centers, int[] nearest, float[] image, int width) {
    int[] counts = new int[centers.length];
    double[][] sums = new double[centers.length][centers[0].length];
    double[] pixel = new double[centers[0].length];
    for (int p = 0; p < nearest.length; p++) {
      set(pixel, image, nearest.length, p / width, p % width, width);
      counts[nearest[p]]++;
      for (int i = 0; i < pixel.length; i++) {
        sums[nearest[p]][i] += pixel[i];
      }
    }
    for (int k = 0; k < centers.length; k++) {
      for (int i = 0; i < pixel.length && counts[k] > 0; i++) {
        centers[k][i] = sums[k][i] / counts[k];
      }
    }
  }

  /** Without those that have no pixels left. */
  private static Superpixels numbered(int[] nearest, int centers) {
    int[] numbers = new int[centers];
    Arrays.fill(numbers, -1);
    int count = 0;
    int[] of = new int[nearest.length];
    for (int p = 0; p < of.length; p++) {
      if (numbers[nearest[p]] < 0) {
        numbers[nearest[p]] = count++;
      }
      of[p] = numbers[nearest[p]];
    }
    return new Superpixels(of, count);
  }

  /** How many pixels each has. */
  int[] sizes() {
    int[] sizes = new int[count];
    for (int group : of) {
      sizes[group]++;
    }
    return sizes;
  }
}
