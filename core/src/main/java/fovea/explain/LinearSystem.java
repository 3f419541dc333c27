package fovea.explain;

/** Linear equations, by elimination with the largest pivot of a column. */
final class LinearSystem {
  private LinearSystem() {}

  /**
   * x with {@code matrix x = right}; an unknown that the equations leave open is 0.
   *
   * @param matrix [n, n], overwritten
   * @param right [n], overwritten
   */
  static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        pivot = Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column]) ? row : pivot;
      }
      double[] line = matrix[pivot];
      matrix[pivot] = matrix[column];
      matrix[column] = line;
      double value = right[pivot];
      right[pivot] = right[column];
      right[column] = value;
      if (line[column] == 0) {
        continue;
      }
      for (int row = column + 1; row < n; row++) {
        double factor = matrix[row][column] / line[column];
        for (int k = column; k < n; k++) {
          matrix[row][k] -= factor * line[k];
        }
        right[row] -= factor * value;
      }
    }
    double[] x = new double[n];
    for (int row = n - 1; row >= 0; row--) {
      double sum = right[row];
      for (int k = row + 1; k < n; k++) {
        sum -= matrix[row][k] * x[k];
      }
      x[row] = matrix[row][row] == 0 ? 0 : sum / matrix[row][row];
    }
    return x;
  }
}
