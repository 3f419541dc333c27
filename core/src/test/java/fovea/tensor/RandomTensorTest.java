package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class RandomTensorTest {
  private static final int N = 100_000;

  @Test
  void valuesHaveTheMomentsOfTheirDistribution() {
    assertMoments(RandomTensor.uniform(-1, 3, Rng.seeded(1), Shape.of(N)), 1, 16 / 12.0);
    assertMoments(RandomTensor.normal(Rng.seeded(2), Shape.of(N)), 0, 1);
    assertMoments(RandomTensor.bernoulli(0.3, Rng.seeded(3), Shape.of(N)), 0.3, 0.21);
  }

  @Test
  void aTruncatedNormalHasTheMomentsOfWhatIsLeftOfTheNormal() {
    for (double most : new double[] {0.5, 1, 2, 3}) {
      // 1 - 2 a phi(a) / (2 Phi(a) - 1); Phi from its definition by the error function's integral.
      double density = Math.exp(-most * most / 2) / Math.sqrt(2 * Math.PI);
      double inside = 2 * (Reference.gelu(most) / most) - 1;
      Tensor values = RandomTensor.truncatedNormal(most, Rng.seeded(4), Shape.of(N));
      assertMoments(values, 0, 1 - 2 * most * density / inside);
      double largest = values.max().item();
      assertThat(largest).isBetween(0.99 * most, most);
      assertThat(values.neg().max().item()).isBetween(0.99 * most, most);
    }
  }

  private static void assertMoments(Tensor values, double mean, double variance) {
    assertThat(values.mean().item()).isCloseTo(mean, within(4 * Math.sqrt(variance / N)));
    assertThat(values.sub(mean).pow(2).mean().item()).isCloseTo(variance, within(0.02 * variance));
  }

  @Test
  void valuesStayInTheirRange() {
    for (float value : RandomTensor.uniform(-1, 3, Rng.seeded(1), Shape.of(N)).toFloats()) {
      assertThat(value).isGreaterThanOrEqualTo(-1).isLessThan(3);
    }
    assertThat(RandomTensor.bernoulli(0.3, Rng.seeded(3), Shape.of(N)).toFloats())
        .containsOnly(0, 1);
    assertThat(RandomTensor.bernoulli(0, Rng.seeded(3), Shape.of(N)).max().item()).isZero();
    assertThat(RandomTensor.bernoulli(1, Rng.seeded(3), Shape.of(N)).sum().item()).isEqualTo(N);
  }

  @Test
  void valuesRepeatWithTheirSeedAndDrawOneNumberFromTheGenerator() {
    repeats(rng -> RandomTensor.uniform(0, 1, rng, Shape.of(5, 4)));
    repeats(rng -> RandomTensor.normal(rng, Shape.of(5, 4)));
    repeats(rng -> RandomTensor.truncatedNormal(2, rng, Shape.of(5, 4)));
    repeats(rng -> RandomTensor.bernoulli(0.5, rng, Shape.of(50)));
  }

  private static void repeats(Function<Rng, Tensor> draw) {
    Rng rng = Rng.seeded(5);
    float[] first = draw.apply(rng).toFloats();
    float[] second = draw.apply(rng).toFloats();
    assertThat(second).isNotEqualTo(first);
    Rng again = Rng.seeded(5);
    assertThat(draw.apply(again).toFloats()).isEqualTo(first);
    Rng skipped = Rng.seeded(5);
    long unused = skipped.nextLong();
    assertThat(draw.apply(skipped).toFloats()).isEqualTo(second);
    assertThat(draw.apply(Rng.seeded(6)).toFloats()).isNotEqualTo(first);
  }
}
