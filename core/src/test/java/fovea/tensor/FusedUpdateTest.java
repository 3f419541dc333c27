package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FusedUpdateTest {
  /** The native steps would read and write beyond a smaller tensor. */
  @Test
  void tensorsThatAreNotAlikeAreRefused() {
    try (Scope scope = Scope.open()) {
      Tensor ten = Tensor.zeros(10);
      Tensor nine = Tensor.zeros(9);
      Tensor half = ten.to(DType.BFLOAT16);
      Tensor one = Tensor.ones();
      refused(() -> FusedUpdate.sgd(ten, nine, ten, 0.1, 0.9, true, 0), "sgd: shape [9]");
      refused(() -> FusedUpdate.sgd(ten, ten, nine, 0.1, 0.9, true, 0), "sgd: shape [9]");
      refused(() -> FusedUpdate.sgd(half, ten, ten, 0.1, 0.9, true, 0), "sgd: a tensor [10] of b");
      refused(() -> adam(ten, nine, ten, ten, one), "adam: shape [9], expected [10]");
      refused(() -> adam(ten, ten, nine, ten, one), "adam: shape [9], expected [10]");
      refused(() -> adam(ten, ten, ten, nine, one), "adam: shape [9], expected [10]");
      refused(() -> adam(ten, ten, ten, ten, nine), "adam: shape [9], expected []");
      refused(() -> adam(ten, ten, ten, half, one), "adam: a tensor [10] of bfloat16, expected f");
      refused(
          () -> FusedUpdate.adamW(ten, ten, ten, nine, one, 0.1, 0.9, 0.99, 1e-8, 0),
          "adamW: shape [9]");
      assertThat(ten.toFloats()).containsOnly(0);
    }
  }

  private static void adam(Tensor p, Tensor g, Tensor first, Tensor second, Tensor steps) {
    FusedUpdate.adam(p, g, first, second, steps, 0.1, 0.9, 0.99, 1e-8, 0);
  }

  private static void refused(ThrowingCallable step, String message) {
    assertThatThrownBy(step)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void sgdFollowsItsFormula() {
    double[] p = {1, -2, 0.5};
    double[] m = new double[3];
    float[] g = {0.3f, -0.1f, 2};
    try (Scope scope = Scope.open()) {
      Tensor parameters = Tensor.of(new float[] {1, -2, 0.5f}, 3);
      Tensor gradients = Tensor.of(g, 3);
      Tensor momenta = Tensor.zeros(3);
      for (int step = 0; step < 5; step++) {
        FusedUpdate.sgd(parameters, gradients, momenta, 0.1, 0.9, true, 0.01);
        for (int i = 0; i < 3; i++) {
          double gradient = g[i] + 0.01 * p[i];
          m[i] = 0.9 * m[i] + gradient;
          p[i] -= 0.1 * (gradient + 0.9 * m[i]);
        }
      }
      for (int i = 0; i < 3; i++) {
        assertThat((double) parameters.toFloats()[i]).isCloseTo(p[i], within(1e-5));
      }
    }
  }

  @Test
  void adamWFollowsItsFormula() {
    double[] p = {1, -2, 0.5};
    double[] m = new double[3];
    double[] v = new double[3];
    float[] g = {0.3f, -0.1f, 2};
    try (Scope scope = Scope.open()) {
      Tensor parameters = Tensor.of(new float[] {1, -2, 0.5f}, 3);
      Tensor gradients = Tensor.of(g, 3);
      Tensor first = Tensor.zeros(3);
      Tensor second = Tensor.zeros(3);
      Tensor steps = Tensor.zeros();
      for (int step = 1; step <= 5; step++) {
        steps.addInPlace(1);
        FusedUpdate.adamW(parameters, gradients, first, second, steps, 0.01, 0.9, 0.99, 1e-8, 0.1);
        for (int i = 0; i < 3; i++) {
          p[i] *= 1 - 0.01 * 0.1;
          m[i] = 0.9 * m[i] + 0.1 * g[i];
          v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
          double mean = m[i] / (1 - Math.pow(0.9, step));
          double square = v[i] / (1 - Math.pow(0.99, step));
          p[i] -= 0.01 * mean / (Math.sqrt(square) + 1e-8);
        }
      }
      for (int i = 0; i < 3; i++) {
        assertThat((double) parameters.toFloats()[i]).isCloseTo(p[i], within(1e-5));
      }
    }
  }

  @Test
  void theNormIsThatOfAllElementsAndScalingMultipliesThem() {
    try (Scope scope = Scope.open()) {
      Tensor gradients = Tensor.of(new float[] {3, 4}, 2);
      assertThat(FusedUpdate.norm(gradients)).isCloseTo(5, within(1e-6));
      FusedUpdate.scale(gradients, 0.2);
      assertThat(gradients.toFloats()[0]).isCloseTo(0.6f, within(1e-6f));
      assertThat(gradients.toFloats()[1]).isCloseTo(0.8f, within(1e-6f));
    }
  }

  @Test
  void flatParametersStayTheirTensorsAndShareMemoryWithTheBlock() {
    try (Scope scope = Scope.open()) {
      Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2).requireGradient(true);
      Tensor b = Tensor.of(new float[] {5}, 1).requireGradient(true);
      try (FlatBuffer flat = new FlatBuffer(List.of(a, b))) {
        assertThat(flat.values().toFloats()).containsExactly(1, 2, 3, 4, 5);
        a.mul(a).sum().add(b.mul(3).sum()).backward();
        a.mul(a).sum().backward();
        assertThat(flat.gradients().toFloats()).containsExactly(4, 8, 12, 16, 3);
        FusedUpdate.decay(flat.values(), 0.5);
        assertThat(a.toFloats()).containsExactly(0.5f, 1, 1.5f, 2);
        assertThat(b.toFloats()).containsExactly(2.5f);
      }
      assertThat(a.toFloats()).containsExactly(0.5f, 1, 1.5f, 2);
    }
  }
}
