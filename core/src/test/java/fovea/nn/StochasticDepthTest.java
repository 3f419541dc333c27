package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.DType;
import fovea.tensor.InScope;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class StochasticDepthTest {
  private static final int IMAGES = 20_000;
  private static final double P = 0.3;

  @Test
  void anImageIsLeftOutAsAWholeOrScaledSoThatTheMeanStays() {
    try (Module layer = new StochasticDepth(P, Rng.seeded(1))) {
      float[] output = layer.call(Tensor.ones(IMAGES, 2, 1, 2)).toFloats();
      int left = 0;
      for (int i = 0; i < IMAGES; i++) {
        float first = output[4 * i];
        assertThat(first == 0 || Math.abs(first - 1 / (1 - P)) < 1e-6).isTrue();
        for (int j = 1; j < 4; j++) {
          assertThat(output[4 * i + j]).isEqualTo(first);
        }
        left += first == 0 ? 1 : 0;
      }
      double standardError = Math.sqrt(P * (1 - P) / IMAGES);
      assertThat(left / (double) IMAGES).isCloseTo(P, within(4 * standardError));
    }
  }

  @Test
  void theGradientIsThatOfWhatWasKept() {
    try (Module layer = new StochasticDepth(0.5, Rng.seeded(1))) {
      Tensor x = Tensor.ones(50, 3).requireGradient(true);
      Tensor output = layer.call(x);
      output.sum().backward();
      assertThat(x.gradient().toFloats()).isEqualTo(output.toFloats()).contains(0, 2);
    }
  }

  @Test
  void inEvaluationAndWithoutProbabilityNothingIsLeftOut() {
    Tensor x = Tensor.ones(100, 1, 1, 1);
    try (Module layer = new StochasticDepth(P, Rng.seeded(1));
        Module never = new StochasticDepth(0, Rng.seeded(1))) {
      assertThat(never.call(x)).isSameAs(x);
      layer.eval();
      assertThat(layer.call(x)).isSameAs(x);
    }
  }

  @Test
  void itDrawsAnewEachTimeAndThePassAndItsSeedDecideWhat() {
    Tensor x = Tensor.ones(100, 1).to(DType.BFLOAT16);
    try (Module layer = new StochasticDepth(0.5, Rng.seeded(1))) {
      layer.reseed(Rng.seeded(2));
      float[] first = inPass(layer, x, 7);
      assertThat(inPass(layer, x, 8)).isNotEqualTo(first);
      assertThat(inPass(layer, x, 7)).isEqualTo(first);
      assertThat(layer.call(x).dtype()).isEqualTo(DType.BFLOAT16);
    }
  }

  private static float[] inPass(Module layer, Tensor x, long number) {
    try (Pass pass = Pass.begin(number)) {
      return layer.call(x).toFloats();
    }
  }

  @Test
  void aProbabilityOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new StochasticDepth(1, Rng.seeded(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("StochasticDepth: p is 1.0, expected 0 to below 1");
  }
}
