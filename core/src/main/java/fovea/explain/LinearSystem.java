package fovea.explain;

import java.util.Arrays;

/** Linear equations, by elimination with the largest pivot of a column. */
final class LinearSystem {
  /** Of the matrix's largest entry, what is left of a pivot where rounding alone left it. */
  private static final double NOTHING = 1e-10;

  private static final int OPEN = -1;

  private LinearSystem() {}

  /**
   * x with {@code matrix x = right}; an unknown that the equations leave open is 0.
   *
   * @param matrix [n, n], overwritten
   * @param right [n], overwritten
   */
  static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double nothing = NOTHING * largest(matrix);
    int[] rows = new int[n];
    int next = 0;
    for (int column = 0; column < n; column++) {
      int pivot = pivot(matrix, column, next);
      if (Math.abs(matrix[pivot][column]) <= nothing) {
        rows[column] = OPEN;
        continue;
      }
      swap(matrix, right, pivot, next);
      for (int row = next + 1; row < n; row++) {
        double factor = matrix[row][column] / matrix[next][column];
        for (int k = column; k < n; k++) {
          matrix[row][k] -= factor * matrix[next][k];
        }
        right[row] -= factor * right[next];
      }
      rows[column] = next++;
    }
    double[] x = new double[n];
    for (int column = n - 1; column >= 0; column--) {
      int row = rows[column];
      if (row == OPEN) {
        continue;
      }
      double sum = right[row];
      for (int k = column + 1; k < n; k++) {
        sum -= matrix[row][k] * x[k];
      }
      x[column] = sum / matrix[row][column];
    }
    return x;
  }

  private static double largest(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** The row from {@code first} on that has the most in a column. */
  private static int pivot(double[][] matrix, int column, int first) {
    int pivot = first;
    for (int row = first + 1; row < matrix.length; row++) {
      pivot = Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column]) ? row : pivot;
    }
    return pivot;
  }

  private static void swap(double[][] matrix, double[] right, int one, int other) {
    double[] line = matrix[one];
    matrix[one] = matrix[other];
    matrix[other] = line;
    double value = right[one];
    right[one] = right[other];
    right[other] = value;
  }
}
