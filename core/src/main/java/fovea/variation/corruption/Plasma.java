package fovea.variation.corruption;

import fovea.tensor.Rng;

/**
 * Clouds by the diamond-square algorithm: the middle between known points is their mean and a
 * random step, which shrinks as the points get closer. The field goes round at its edges.
 *
 * @see <a href="https://doi.org/10.1145/358523.358553">Fournier, Fussell and Carpenter 1982</a>
 */
final class Plasma {
  private static final double FIRST_STEP = 100;

  private final int size;
  private final double[][] field;
  private final Rng rng;

  private Plasma(int size, Rng rng) {
    this.size = size;
    this.field = new double[size][size];
    this.rng = rng;
  }

  /**
   * A layer of one channel that fills [0, 1].
   *
   * @param decay what the random steps are divided by as distances halve; the less, the rougher
   */
  static Picture of(int height, int width, double decay, Rng rng) {
    int size = 1;
    while (size < Math.max(height, width)) {
      size *= 2;
    }
    Plasma plasma = new Plasma(size, rng);
    plasma.fill(decay);
    return plasma.corner(height, width);
  }

  private void fill(double decay) {
    double amount = FIRST_STEP;
    for (int distance = size; distance >= 2; distance /= 2) {
      // The official program multiplies by the amount twice.
      double reach = amount * amount;
      int half = distance / 2;
      eachMiddle(half, half, distance, reach, new int[][] {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}});
      eachMiddle(0, half, distance, reach, new int[][] {{0, -1}, {0, 1}, {-1, 0}, {1, 0}});
      eachMiddle(half, 0, distance, reach, new int[][] {{0, -1}, {0, 1}, {-1, 0}, {1, 0}});
      amount /= decay;
    }
  }

  private void eachMiddle(int top, int left, int distance, double reach, int[][] directions) {
    int half = distance / 2;
    for (int y = top; y < size; y += distance) {
      for (int x = left; x < size; x += distance) {
        double sum = 0;
        for (int[] way : directions) {
          sum +=
              field[Math.floorMod(y + way[0] * half, size)][Math.floorMod(x + way[1] * half, size)];
        }
        field[y][x] = sum / 4 + reach * (2 * rng.nextDouble() - 1);
      }
    }
  }

  private Picture corner(int height, int width) {
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (double[] row : field) {
      for (double value : row) {
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
    }
    Picture layer = Picture.blank(height, width, 1);
    double range = largest - least;
    for (int i = 0; i < height * width && range > 0; i++) {
      layer.values()[i] = (field[i / width][i % width] - least) / range;
    }
    return layer;
  }
}
