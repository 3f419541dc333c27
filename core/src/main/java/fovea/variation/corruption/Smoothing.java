package fovea.variation.corruption;

import java.util.Arrays;

/** Blurring by a normal distribution, first down the columns and then along the rows. */
final class Smoothing {
  /** How many standard deviations count, unless said otherwise. */
  private static final double REACH = 4;

  private Smoothing() {}

  /**
   * As scikit-image does it unless told otherwise; deviations near 0 leave the picture as it is.
   */
  static void gaussian(Picture picture, double sigma) {
    gaussian(picture, sigma, REACH, Edge.NEAREST);
  }

  /**
   * @param sigmas how many standard deviations count
   */
  static void gaussian(Picture picture, double sigma, double sigmas, Edge edge) {
    normal(picture, sigma, (int) (sigmas * sigma + 0.5), edge);
  }

  /**
   * @param reach pixels that count on either side
   */
  static void normal(Picture picture, double sigma, int reach, Edge edge) {
    if (reach == 0) {
      return;
    }
    double[] weights = new double[2 * reach + 1];
    Arrays.setAll(weights, i -> Math.exp(-0.5 * Math.pow((i - reach) / sigma, 2)));
    average(picture, weights, edge);
  }

  /** The mean of 3 x 3 pixels. */
  static void box(Picture picture) {
    average(picture, new double[] {1, 1, 1}, Edge.MIRROR);
  }

  private static void average(Picture picture, double[] weights, Edge edge) {
    double sum = Arrays.stream(weights).sum();
    double[] shares = Arrays.stream(weights).map(weight -> weight / sum).toArray();
    picture.become(alongRows(picture, downColumns(picture, shares, edge), shares, edge));
  }

  private static double[] downColumns(Picture picture, double[] shares, Edge edge) {
    int reach = shares.length / 2;
    int row = picture.rowLength();
    double[] sums = new double[picture.values().length];
    for (int y = 0; y < picture.height(); y++) {
      for (int i = 0; i < shares.length; i++) {
        int from = edge.index(y + i - reach, picture.height()) * row;
        add(picture.values(), from, shares[i], sums, y * row, row);
      }
    }
    return sums;
  }

  private static double[] alongRows(Picture picture, double[] from, double[] shares, Edge edge) {
    int reach = shares.length / 2;
    int channels = picture.channels();
    int row = picture.rowLength();
    double[] sums = new double[from.length];
    double[] padded = new double[row + 2 * reach * channels];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = -reach; x < picture.width() + reach; x++) {
        int source = y * row + edge.index(x, picture.width()) * channels;
        System.arraycopy(from, source, padded, (x + reach) * channels, channels);
      }
      for (int i = 0; i < shares.length; i++) {
        add(padded, i * channels, shares[i], sums, y * row, row);
      }
    }
    return sums;
  }

  private static void add(
      double[] from, int source, double weight, double[] to, int target, int count) {
    for (int i = 0; i < count; i++) {
      to[target + i] += weight * from[source + i];
    }
  }
}
