package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class ActivationTest {
  @Test
  void reluKeepsWhatIsPositiveAndSoDoesItsGradient() {
    Tensor x = Tensor.of(new float[] {-2, 0, 3, -0.5f}, 2, 2).requireGradient(true);
    Tensor output = Activation.relu(x);
    assertThat(output.toFloats()).containsExactly(0, 0, 3, 0);
    output.mul(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)).sum().backward();
    assertThat(x.gradient().toFloats()).containsExactly(0, 0, 3, 0);
    assertThat(x.toFloats()).containsExactly(-2, 0, 3, -0.5f);
  }

  @Test
  void reluInPlaceOverwritesItsInputAndGivesTheSameGradient() {
    Tensor x = Tensor.of(new float[] {-2, 0, 3, -0.5f}, 4).requireGradient(true);
    Tensor middle = x.mul(2);
    assertThat(Activation.reluInPlace(middle)).isSameAs(middle);
    assertThat(middle.toFloats()).containsExactly(0, 0, 6, 0);
    middle.sum().backward();
    assertThat(x.gradient().toFloats()).containsExactly(0, 0, 2, 0);
  }

  @Test
  void geluIsTheNormalDistributionsAndSoIsItsSlope() {
    for (int seed = 0; seed < 10; seed++) {
      Doubles x = Doubles.normal(Rng.seeded(seed), 6);
      Doubles expected = Doubles.zeros(6);
      for (int i = 0; i < 6; i++) {
        expected.set(Reference.gelu(x.at(i)), i);
      }
      Tensor input = x.tensor().requireGradient(true);
      Tensor output = Activation.gelu(input);
      expected.assertMatches(output, 1e-6, "seed " + seed);
      output.sum().backward();
      x.slope(
              at -> {
                double sum = 0;
                for (int i = 0; i < 6; i++) {
                  sum += Reference.gelu(at.at(i));
                }
                return sum;
              })
          .assertMatches(input.gradient(), 1e-5, "seed " + seed);
    }
  }

  @Test
  void erfIsTheErrorFunction() {
    // By its series, 2 / sqrt(pi) sum (-1)^n x^(2n+1) / (n! (2n+1)).
    for (double x : new double[] {-3, -0.7, 0, 1e-4, 0.5, 1, 2.5}) {
      double term = x;
      double sum = 0;
      for (int n = 0; n < 80; n++) {
        sum += term / (2 * n + 1);
        term *= -x * x / (n + 1);
      }
      double expected = 2 / Math.sqrt(Math.PI) * sum;
      assertThat(Activation.erf(Tensor.full(x, 1)).item()).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void dropoutKeepsTheMeanAndHasTheVarianceOfItsMask() {
    int n = 200_000;
    for (double p : new double[] {0.1, 0.5, 0.9}) {
      Tensor output = Activation.dropout(Tensor.full(3, n), p, Rng.seeded(4));
      float kept = (float) (3 / (1 - p));
      double mean = 0;
      for (float value : output.toFloats()) {
        assertThat(value == 0 || Math.abs(value - kept) < 1e-5).isTrue();
        mean += value / n;
      }
      double variance = 9 * p / (1 - p);
      double standardError = Math.sqrt(variance / n);
      assertThat(mean).as("p %s", p).isCloseTo(3, within(4 * standardError));
      double square = output.pow(2).mean().item();
      assertThat(square - mean * mean).as("p %s", p).isCloseTo(variance, within(0.02 * variance));
    }
  }

  @Test
  void dropoutPassesTheGradientOfWhatItKept() {
    Tensor x = RandomTensor.normal(Rng.seeded(1), Shape.of(50)).requireGradient(true);
    Tensor output = Activation.dropout(x, 0.5, Rng.seeded(2));
    output.sum().backward();
    float[] in = x.toFloats();
    float[] out = output.toFloats();
    float[] gradient = x.gradient().toFloats();
    for (int i = 0; i < in.length; i++) {
      assertThat(gradient[i]).isEqualTo(out[i] == 0 ? 0 : 2);
      assertThat(out[i]).isEqualTo(gradient[i] * in[i]);
    }
  }

  @Test
  void dropoutRepeatsWithItsSeedAndDrawsAnewEachTime() {
    Tensor x = Tensor.ones(1000);
    Rng rng = Rng.seeded(3);
    float[] first = Activation.dropout(x, 0.5, rng).toFloats();
    float[] second = Activation.dropout(x, 0.5, rng).toFloats();
    assertThat(second).isNotEqualTo(first);
    Rng again = Rng.seeded(3);
    assertThat(Activation.dropout(x, 0.5, again).toFloats()).isEqualTo(first);
    assertThat(Activation.dropout(x, 0.5, again).toFloats()).isEqualTo(second);
    assertThat(Activation.dropout(x, 0, again).toFloats()).containsOnly(1);
  }

  @Test
  void dropoutOfBfloat16StaysBfloat16() {
    Tensor output = Activation.dropout(Tensor.ones(100).to(DType.BFLOAT16), 0.5, Rng.seeded(3));
    assertThat(output.dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(output.toFloats()).containsOnly(0, 2);
  }

  @Test
  void aProbabilityOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Activation.dropout(Tensor.ones(1), 1, Rng.seeded(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout: probability 1.0, expected at least 0 and below 1");
    assertThatThrownBy(() -> Activation.dropout(Tensor.ones(1), Double.NaN, Rng.seeded(3)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
