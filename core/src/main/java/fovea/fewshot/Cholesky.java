package fovea.fewshot;

/** A symmetric positive definite matrix as {@code L L^T}, by which equations are solved. */
final class Cholesky {
  private final double[][] lower;

  private Cholesky(double[][] lower) {
    this.lower = lower;
  }

  /**
   * @param matrix [N][N], whose lower half is overwritten
   */
  static Cholesky of(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        if (i == j && !(sum > 0)) {
          throw new IllegalArgumentException("the matrix isn't positive definite");
        }
        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
    }
    return new Cholesky(matrix);
  }

  /**
   * Solves {@code matrix x = right} in place.
   *
   * @param right [N][columns]
   */
  void solve(double[][] right) {
    int n = lower.length;
    for (int c = 0; c < right[0].length; c++) {
      for (int i = 0; i < n; i++) {
        double sum = right[i][c];
        for (int k = 0; k < i; k++) {
          sum -= lower[i][k] * right[k][c];
        }
        right[i][c] = sum / lower[i][i];
      }
      for (int i = n - 1; i >= 0; i--) {
        double sum = right[i][c];
        for (int k = i + 1; k < n; k++) {
          sum -= lower[k][i] * right[k][c];
        }
        right[i][c] = sum / lower[i][i];
      }
    }
  }
}
