package fovea.tensor;

import org.bytedeco.pytorch.global.torch;

/** The eigenvalues and eigenvectors of a symmetric matrix. */
public record Symmetric(Tensor eigenvalues, Tensor eigenvectors) {
  /**
   * Decomposes a matrix, in the current scope.
   *
   * @param matrix [n, n], symmetric, float32; only its lower half is read
   * @return eigenvalues [n], ascending, and eigenvectors [n, n], one a column
   */
  public static Symmetric of(Tensor matrix) {
    Shape shape = matrix.shape();
    Shapes.require(
        shape.rank() == 2 && shape.size(0) == shape.size(1),
        "eigenvectors: %s, expected a square matrix",
        shape);
    return Native.call(
        "eigenvectors",
        () -> {
          var both = torch.linalg_eigh(matrix.handle());
          return new Symmetric(
              Native.op("eigenvalues", () -> new org.bytedeco.pytorch.Tensor(both.get0())),
              Native.op("eigenvectors", () -> new org.bytedeco.pytorch.Tensor(both.get1())));
        });
  }
}
