package fovea.inspect;

import fovea.tensor.Autograd;
import fovea.tensor.EigenDecomposition;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;

/** The directions along which vectors vary most. */
final class PrincipalComponents {
  private PrincipalComponents() {}

  /**
   * Vectors by their largest components, that of the largest variance first. The sign of each is
   * that with which its largest weight is positive, so that it doesn't hang on the decomposition.
   *
   * @param rows [N, dimensions] flattened
   * @param most how many components, if there are so many dimensions and vectors
   * @return [N, min(most, dimensions, N)] flattened
   */
  static float[] of(float[] rows, int dimensions, int most) {
    int count = rows.length / dimensions;
    int kept = Math.min(most, Math.min(dimensions, count));
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor vectors = Tensor.of(rows, count, dimensions);
      Tensor centred = vectors.sub(vectors.mean(0).unsqueeze(0));
      Tensor turned = centred.transpose(0, 1);
      // Of fewer vectors than dimensions by the products of the vectors, which have the same
      // components.
      Tensor descending =
          dimensions <= count
              ? largest(turned.matmul(centred), kept)
              : unit(turned.matmul(largest(centred.matmul(turned), kept)));
      float[] directions = signed(descending.contiguous().toFloats(), kept);
      return centred.matmul(Tensor.of(directions, dimensions, kept)).toFloats();
    }
  }

  /** Eigenvectors, one a column, that of the largest eigenvalue first. */
  private static Tensor largest(Tensor symmetric, int kept) {
    long all = symmetric.shape().size(0);
    return EigenDecomposition.ofSymmetric(symmetric.div((double) all))
        .eigenvectors()
        .narrow(1, all - kept, kept)
        .flip(1);
  }

  /** Columns of length 1, but for those of nothing. */
  private static Tensor unit(Tensor columns) {
    Tensor lengths = columns.mul(columns).sum(0).sqrt();
    return columns.div(lengths.add(1e-12).unsqueeze(0));
  }

  /**
   * @param directions [dimensions, kept] flattened, one a column
   */
  private static float[] signed(float[] directions, int kept) {
    for (int column = 0; column < kept; column++) {
      float largest = 0;
      for (int i = column; i < directions.length; i += kept) {
        largest = Math.abs(directions[i]) > Math.abs(largest) ? directions[i] : largest;
      }
      if (largest < 0) {
        for (int i = column; i < directions.length; i += kept) {
          directions[i] = -directions[i];
        }
      }
    }
    return directions;
  }
}
