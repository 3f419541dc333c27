package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EigenDecompositionTest {
  @Test
  void eigenvaluesAscendAndEigenvectorsMakeTheMatrixAgain() {
    try (Scope scope = Scope.open()) {
      Tensor random = Doubles.normal(Rng.seeded(1), 7, 7).tensor();
      Tensor matrix = random.add(random.transpose(0, 1));
      EigenDecomposition found = EigenDecomposition.ofSymmetric(matrix);
      float[] values = found.eigenvalues().toFloats();
      assertThat(values).isSorted();
      Tensor vectors = found.eigenvectors();
      Doubles.of(matrix)
          .assertMatches(
              vectors.mul(found.eigenvalues()).matmul(vectors.transpose(0, 1)), 1e-4, "again");
      assertThatThrownBy(() -> EigenDecomposition.ofSymmetric(Tensor.zeros(2, 3)))
          .hasMessage("eigenvectors: [2, 3], expected a square matrix");
    }
  }
}
