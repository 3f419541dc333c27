package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Doubles;
import fovea.tensor.EigenDecomposition;
import fovea.tensor.InScope;
import fovea.tensor.MuonUpdate;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class MuonTest {
  private static final double RATE = 0.05;

  @Test
  void orthogonalisedMatricesKeepTheirSingularVectorsAndHaveValuesNearOne() {
    for (int[] shape : new int[][] {{8, 8}, {6, 40}, {40, 6}, {1, 9}}) {
      Tensor random = Doubles.normal(Rng.seeded(shape[1]), shape).tensor();
      Tensor result = MuonUpdate.orthogonalised(random, 8, Precision.BFLOAT16);
      boolean tall = shape[0] > shape[1];
      Tensor gram =
          tall ? result.transpose(0, 1).matmul(result) : result.matmul(result.transpose(0, 1));
      // The iteration ends between about 0.7 and 1.2, so its square does between 0.4 and 1.5.
      double[] values = Doubles.of(EigenDecomposition.ofSymmetric(gram).eigenvalues()).values();
      for (double value : values) {
        assertThat(value).isBetween(0.4, 1.5);
      }
      // X's polynomial in X X^T commutes with it: U Y V^T has the same U and V, so X^T R is
      // symmetric.
      Tensor product = random.transpose(0, 1).matmul(result);
      double largest = product.max(0, 1).item() - product.neg().max(0, 1).neg().item();
      Doubles.of(product.transpose(0, 1)).assertMatches(product, 0.03 * largest, "symmetric");
    }
  }

  @Test
  void aDiagonalMatrixFollowsTheQuinticOnItsValues() {
    double[] values = {0.8, 0.5, 0.3, 0.1};
    double norm = Math.sqrt(0.64 + 0.25 + 0.09 + 0.01);
    Doubles matrix = Doubles.zeros(4, 6);
    Doubles expected = Doubles.zeros(4, 6);
    for (int i = 0; i < 4; i++) {
      matrix.set(values[i], i, i);
      double x = values[i] / norm;
      for (int k = 0; k < 3; k++) {
        x = 3.4445 * x - 4.7750 * Math.pow(x, 3) + 2.0315 * Math.pow(x, 5);
      }
      expected.set(x, i, i);
    }
    expected.assertMatches(
        MuonUpdate.orthogonalised(matrix.tensor(), 3, Precision.FLOAT32), 1e-5, "quintic");
    // bfloat16 has eight bits, three iterations lose two of them
    expected.assertMatches(
        MuonUpdate.orthogonalised(matrix.tensor(), 3, Precision.BFLOAT16), 0.03, "quintic");
  }

  @Test
  void aNumberAChannelIsAVectorInWhateverShape() {
    Muon muon = new Muon(1, 0.6, 3, 2.0, 0.5, 0.85, 0.01);
    int vector = muon.kind(Shape.of(8));
    assertThat(muon.kind(Shape.of(8, 1, 1))).isEqualTo(vector);
    assertThat(muon.kind(Shape.of())).isEqualTo(vector);
    assertThat(muon.kind(Shape.of(8, 3))).isNotEqualTo(vector);
    assertThat(muon.kind(Shape.of(8, 3, 1, 1))).isNotEqualTo(vector);
  }

  private static Map<String, Tensor> parameters(Rng rng) {
    Map<String, Tensor> made = new LinkedHashMap<>();
    made.put("bias", Doubles.normal(rng, 3).tensor().requireGradient(true));
    made.put("filters", Doubles.normal(rng, 4, 3, 2, 2).tensor().requireGradient(true));
    made.put("head", Doubles.normal(rng, 2, 5).tensor().requireGradient(true));
    return made;
  }

  /** Gradient: the parameter itself. */
  private static void backward(Map<String, Tensor> parameters) {
    try (Scope step = Scope.open()) {
      Tensor loss = Tensor.zeros();
      for (Tensor parameter : parameters.values()) {
        loss = loss.add(parameter.pow(2).sum().mul(0.5));
      }
      loss.backward();
    }
  }

  @Test
  void headAndBiasesDescendByNesterovAtTheirOwnRatesAndShrinkAlike() {
    Map<String, Tensor> parameters = parameters(Rng.seeded(1));
    Map<String, Double> multiples = Map.of("bias", 0.5, "head", 2.0);
    Map<String, Doubles> expected = new LinkedHashMap<>();
    Map<String, double[]> memory = new LinkedHashMap<>();
    for (String name : multiples.keySet()) {
      expected.put(name, Doubles.of(parameters.get(name)));
      memory.put(name, new double[expected.get(name).values().length]);
    }
    double decay = 0.01;
    try (Optimizer muon = new Muon(1, 0.6, 3, 2.0, 0.5, 0.85, decay).of(parameters, 1)) {
      for (int step = 0; step < 5; step++) {
        muon.zeroGradients();
        backward(parameters);
        muon.step(RATE);
        for (String name : multiples.keySet()) {
          double[] values = expected.get(name).values();
          for (int i = 0; i < values.length; i++) {
            double slope = values[i] + decay / multiples.get(name) * values[i];
            memory.get(name)[i] = 0.85 * memory.get(name)[i] + slope;
            values[i] -= RATE * multiples.get(name) * (slope + 0.85 * memory.get(name)[i]);
          }
          expected.get(name).assertMatches(parameters.get(name), 1e-5, name);
        }
      }
    }
  }

  @Test
  void aFilterIsScaledToTheNormOfItsOutputsAndMovesByTheOrthogonalisedMomentum() {
    Map<String, Tensor> parameters = parameters(Rng.seeded(2));
    Tensor filter = parameters.get("filters");
    try (Optimizer muon = new Muon(1, 0.6, 3, 1, 1, 0, 0).of(parameters, 1)) {
      Tensor momenta = Tensor.zeros(4, 12);
      for (int step = 0; step < 3; step++) {
        muon.zeroGradients();
        backward(parameters);
        // the columns' order doesn't matter to orthogonality: rows are outputs
        Tensor gradient = filter.detach().copy().reshape(4, 12);
        momenta = momenta.mul(0.6).add(gradient);
        Tensor update =
            MuonUpdate.orthogonalised(gradient.add(momenta.mul(0.6)), 3, Precision.FLOAT32);
        double norm = Math.sqrt(gradient.pow(2).sum().item());
        Tensor expected = gradient.mul(2 / norm).sub(update.mul(RATE));
        muon.step(RATE);
        // two orders of summing
        Doubles.of(expected).assertMatches(filter.reshape(4, 12), 1e-4, "step " + step);
      }
      double moved = Math.sqrt(filter.detach().pow(2).sum().item());
      assertThat(moved).isCloseTo(2, within(0.4));
    }
  }
}
