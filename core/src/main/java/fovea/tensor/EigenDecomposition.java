package fovea.tensor;

import org.bytedeco.pytorch.global.torch;

/** The eigenvalues and eigenvectors of a matrix. */
public record EigenDecomposition(Tensor eigenvalues, Tensor eigenvectors) {
  /**
   * Decomposes a symmetric matrix, in the current scope.
   *
   * @param matrix [n, n], symmetric, float32; only its lower half is read
   * @return eigenvalues [n], ascending, and eigenvectors [n, n], one a column
   */
  public static EigenDecomposition ofSymmetric(Tensor matrix) {
    Shape shape = matrix.shape();
    ShapeRules.require(
        shape.rank() == 2 && shape.size(0) == shape.size(1),
        "eigenvectors: %s, expected a square matrix",
        shape);
    return Native.call(
        "eigenvectors",
        () -> {
          var both = torch.linalg_eigh(matrix.handle());
          return new EigenDecomposition(
              part("eigenvalues", matrix, both.get0()), part("eigenvectors", matrix, both.get1()));
        });
  }

  private static Tensor part(String name, Tensor matrix, org.bytedeco.pytorch.Tensor values) {
    return Native.op(
        name,
        () -> Operands.of(matrix).with("UPLO", "L"),
        () -> new org.bytedeco.pytorch.Tensor(values));
  }
}
