package fovea.attack;

import fovea.tensor.Rng;

/**
 * A square whose halves are bumps of opposite signs, highest in their middle: most of the change in
 * few pixels, which networks of convolutions are sensitive to.
 *
 * @see <a href="https://arxiv.org/abs/1912.00049">Andriushchenko et al. 2020, section 3.4</a>
 */
final class Bumps {
  private Bumps() {}

  /** One of length 1, with its halves above or beside each other. */
  static double[][] random(int side, Rng rng) {
    double[][] bumps = stacked(side);
    if ((rng.nextLong() & 1) == 0) {
      return bumps;
    }
    double[][] beside = new double[side][side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        beside[x][y] = bumps[y][x];
      }
    }
    return beside;
  }

  private static double[][] stacked(int side) {
    int upper = side / 2;
    double[][] square = new double[side][];
    double[][] above = bump(upper, side);
    double[][] below = scaled(bump(side - upper, side), -1);
    System.arraycopy(above, 0, square, 0, upper);
    System.arraycopy(below, 0, square, upper, side - upper);
    return scaled(square, 1 / length(square));
  }

  /** Of length 1: at each place the sum of 1/k^2 from its distance to the middle on. */
  private static double[][] bump(int height, int width) {
    double[][] bump = new double[height][width];
    int rings = Math.max(height / 2, width / 2) + 1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int ring = Math.max(Math.abs(y - height / 2), Math.abs(x - width / 2));
        for (int k = ring + 1; k <= rings; k++) {
          bump[y][x] += 1.0 / ((double) k * k);
        }
      }
    }
    return height == 0 ? bump : scaled(bump, 1 / length(bump));
  }

  static double[][] scaled(double[][] values, double factor) {
    double[][] scaled = new double[values.length][];
    for (int y = 0; y < values.length; y++) {
      scaled[y] = new double[values[y].length];
      for (int x = 0; x < values[y].length; x++) {
        scaled[y][x] = factor * values[y][x];
      }
    }
    return scaled;
  }

  private static double length(double[][] values) {
    double sum = 0;
    for (double[] row : values) {
      for (double value : row) {
        sum += value * value;
      }
    }
    return Math.sqrt(sum);
  }
}
