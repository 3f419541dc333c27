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
   * @param most how many components, if there are so many dimensions
   * @return [N, min(most, dimensions)] flattened
   */
  static float[] of(float[] rows, int dimensions, int most) {
    int count = rows.length / dimensions;
    int kept = Math.min(most, dimensions);
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor vectors = Tensor.of(rows, count, dimensions);
      Tensor centred = vectors.sub(vectors.mean(0).unsqueeze(0));
      Tensor covariance = centred.transpose(0, 1).matmul(centred).div((double) count);
      Tensor ascending =
          EigenDecomposition.ofSymmetric(covariance)
              .eigenvectors()
              .narrow(1, dimensions - kept, kept);
      float[] directions = signed(ascending.flip(1).contiguous().toFloats(), kept);
      return centred.matmul(Tensor.of(directions, dimensions, kept)).toFloats();
    }
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
