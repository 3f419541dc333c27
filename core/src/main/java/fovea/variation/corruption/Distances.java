package fovea.variation.corruption;

import java.util.Arrays;

/**
 * How far each pixel is from the next edge, by steps to the side, across, and as a knight in chess,
 * of 1, 1.4 and 2.1969: at most 2 % from the distance as the crow flies.
 *
 * @see <a href="https://doi.org/10.1016/S0734-189X(86)80047-0">Borgefors 1986</a>
 */
final class Distances {
  /** Rows down, columns right and length of the steps that lead back; the others mirror them. */
  private static final double[][] STEPS = {
    {-2, -1, 2.1969},
    {-2, 1, 2.1969},
    {-1, -2, 2.1969},
    {-1, -1, 1.4},
    {-1, 0, 1},
    {-1, 1, 1.4},
    {-1, 2, 2.1969},
    {0, -1, 1}
  };

  private Distances() {}

  /**
   * Distances in pixels, infinite without any edge.
   *
   * @param edges [height, width] flattened
   */
  static double[] to(boolean[] edges, int height, int width) {
    double[] distances = new double[edges.length];
    Arrays.setAll(distances, i -> edges[i] ? 0 : Double.POSITIVE_INFINITY);
    for (int at = 0; at < edges.length; at++) {
      relax(distances, at, height, width, 1);
    }
    for (int at = edges.length - 1; at >= 0; at--) {
      relax(distances, at, height, width, -1);
    }
    return distances;
  }

  private static void relax(double[] distances, int at, int height, int width, int way) {
    for (double[] step : STEPS) {
      int y = at / width + way * (int) step[0];
      int x = at % width + way * (int) step[1];
      if (y >= 0 && y < height && x >= 0 && x < width) {
        distances[at] = Math.min(distances[at], distances[y * width + x] + step[2]);
      }
    }
  }
}
