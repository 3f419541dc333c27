package fovea.explain;

import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which players of a game are in, and how much each case counts: all cases with the weights of the
 * Shapley kernel where they are few, else random ones, drawn as often as the kernel weighs them,
 * each with its opposite.
 *
 * @param in [cases][players]
 * @param weights [cases]
 */
@SuppressWarnings("ArrayRecordComponent") // made and read within a call
record Coalitions(boolean[][] in, double[] weights) {
  /**
   * @param players at least 2
   * @param most how many cases
   * @see <a href="https://arxiv.org/abs/1705.07874">Lundberg and Lee 2017, theorem 2</a>
   */
  static Coalitions of(int players, int most, Rng rng) {
    return players < 31 && (1L << players) - 2 <= most ? all(players) : random(players, most, rng);
  }

  private static Coalitions all(int players) {
    int cases = (1 << players) - 2;
    boolean[][] in = new boolean[cases][players];
    double[] weights = new double[cases];
    for (int i = 0; i < cases; i++) {
      int set = i + 1; // neither none nor all
      for (int p = 0; p < players; p++) {
        in[i][p] = (set >> p & 1) == 1;
      }
      weights[i] = kernel(players, Integer.bitCount(set));
    }
    return new Coalitions(in, weights);
  }

  private static double kernel(int players, int size) {
    double choose = 1;
    for (int i = 1; i <= size; i++) {
      choose *= (double) (players - size + i) / i;
    }
    return (players - 1) / (choose * size * (players - size));
  }

  private static Coalitions random(int players, int most, Rng rng) {
    double[] bySize = new double[players];
    double all = 0;
    for (int size = 1; size < players; size++) {
      bySize[size] = 1.0 / ((double) size * (players - size));
      all += bySize[size];
    }
    List<boolean[]> drawn = new ArrayList<>();
    while (drawn.size() + 1 < most || drawn.isEmpty()) {
      int size = 1;
      for (double left = rng.nextDouble() * all - bySize[1]; left > 0 && size < players - 1; ) {
        size++;
        left -= bySize[size];
      }
      int[] order = rng.permutation(players);
      boolean[] some = new boolean[players];
      boolean[] others = new boolean[players];
      for (int i = 0; i < players; i++) {
        some[order[i]] = i < size;
        others[order[i]] = i >= size;
      }
      drawn.add(some);
      drawn.add(others);
    }
    double[] weights = new double[drawn.size()];
    Arrays.fill(weights, 1);
    return new Coalitions(drawn.toArray(boolean[][]::new), weights);
  }

  /**
   * The values of a linear game that fits best, and adds up to the whole.
   *
   * @param gains of each case over the empty one
   * @param whole gain of all players together
   */
  double[] values(double[] gains, double whole) {
    int players = in[0].length;
    int last = players - 1; // gets what the others leave
    double[][] matrix = new double[last][last];
    double[] right = new double[last];
    double[] row = new double[last];
    for (int i = 0; i < in.length; i++) {
      double gain = gains[i] - (in[i][last] ? whole : 0);
      for (int p = 0; p < last; p++) {
        row[p] = (in[i][p] ? 1 : 0) - (in[i][last] ? 1 : 0);
      }
      for (int p = 0; p < last; p++) {
        right[p] += weights[i] * row[p] * gain;
        for (int q = 0; q < last; q++) {
          matrix[p][q] += weights[i] * row[p] * row[q];
        }
      }
    }
    double[] found = LinearSystem.solve(matrix, right);
    double[] values = new double[players];
    double sum = 0;
    for (int p = 0; p < last; p++) {
      values[p] = found[p];
      sum += found[p];
    }
    values[last] = whole - sum;
    return values;
  }

  /** The share of the gains' weighted variance that a linear game leaves unexplained. */
  double unexplained(double[] gains, double[] values) {
    double mean = 0;
    double weight = 0;
    for (int i = 0; i < gains.length; i++) {
      mean += weights[i] * gains[i];
      weight += weights[i];
    }
    mean /= weight;
    double left = 0;
    double all = 0;
    for (int i = 0; i < gains.length; i++) {
      double fitted = 0;
      for (int p = 0; p < values.length; p++) {
        fitted += in[i][p] ? values[p] : 0;
      }
      left += weights[i] * Math.pow(gains[i] - fitted, 2);
      all += weights[i] * Math.pow(gains[i] - mean, 2);
    }
    return all == 0 ? 0 : left / all;
  }
}
