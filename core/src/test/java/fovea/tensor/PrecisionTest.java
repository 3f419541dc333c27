package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class PrecisionTest {
  /** Largest relative error of rounding to bfloat16, which has 8 bits of precision. */
  private static final double ROUNDING = 0x1p-9;

  private static DType inForce() {
    try (Scope probe = Scope.open()) {
      return Conv.linear(Tensor.ones(1, 2), Tensor.ones(3, 2), null).dtype();
    }
  }

  @Test
  void bfloat16ProductsErrByNoMoreThanTheirRounding() {
    for (int seed = 0; seed < 20; seed++) {
      Rng rng = Rng.seeded(seed);
      Doubles x = Doubles.normal(rng, 2, 3, 6, 5);
      Doubles w = Doubles.normal(rng, 4, 3, 3, 3);
      Doubles b = Doubles.normal(rng, 4);
      try (var block = Precision.BFLOAT16.on()) {
        Tensor output = Conv.conv2d(x.tensor().channelsLast(), w.tensor(), b.tensor(), 1, 1);
        assertThat(output.dtype()).isEqualTo(DType.BFLOAT16);
        assertWithin(
            output,
            Reference.conv2d(x, w, b, 1, 1),
            Reference.conv2d(x.absolute(), w.absolute(), b.absolute(), 1, 1),
            seed);
      }
      Doubles rows = Doubles.normal(rng, 3, 40);
      Doubles matrix = Doubles.normal(rng, 5, 40);
      try (var block = Precision.BFLOAT16.on()) {
        assertWithin(
            Conv.linear(rows.tensor(), matrix.tensor(), null),
            Reference.linear(rows, matrix, null),
            Reference.linear(rows.absolute(), matrix.absolute(), null),
            seed);
      }
    }
  }

  /** Both factors, the bias and the result are each rounded once; the sum is float32. */
  private static void assertWithin(Tensor found, Doubles exact, Doubles magnitudes, int seed) {
    float[] values = found.toFloats();
    for (int i = 0; i < values.length; i++) {
      double allowed =
          2.1 * ROUNDING * magnitudes.values()[i] + 1.1 * ROUNDING * Math.abs(exact.values()[i]);
      assertThat((double) values[i])
          .as("seed %d, value %d", seed, i)
          .isCloseTo(exact.values()[i], within(allowed));
    }
  }

  @Test
  void weightsStatisticsAndLossStayFloat32() {
    Rng rng = Rng.seeded(1);
    Tensor x = RandomTensor.normal(rng, Shape.of(8, 3, 6, 6));
    Tensor filters = RandomTensor.normal(rng, Shape.of(4, 3, 3, 3)).requireGradient(true);
    Tensor scale = Tensor.ones(4).requireGradient(true);
    Tensor shift = Tensor.zeros(4).requireGradient(true);
    Tensor matrix = RandomTensor.normal(rng, Shape.of(5, 144)).requireGradient(true);
    Tensor mean = Tensor.zeros(4);
    Tensor variance = Tensor.ones(4);
    try (var block = Precision.BFLOAT16.on()) {
      Tensor convolved = Conv.conv2d(x, filters, null, 1, 1);
      Tensor normalised = Norm.batchNorm(convolved, scale, shift, mean, variance, true, 0.1, 1e-5);
      Tensor logits = Conv.linear(Activation.relu(normalised).flatten(1), matrix, null);
      assertThat(logits.dtype()).isEqualTo(DType.BFLOAT16);
      Tensor loss = Loss.crossEntropy(logits, Tensor.ofLongs(new long[8], 8), 0.1);
      assertThat(loss.dtype()).isEqualTo(DType.FLOAT32);
      loss.backward();
      Doubles statistics = Doubles.of(convolved);
      Doubles means = Reference.channelMeans(statistics);
      for (int c = 0; c < 4; c++) {
        assertThat((double) mean.toFloats()[c]).isCloseTo(0.1 * means.at(c), within(1e-4));
      }
    }
    for (Tensor kept : new Tensor[] {filters, scale, shift, matrix}) {
      assertThat(kept.dtype()).isEqualTo(DType.FLOAT32);
      assertThat(kept.gradient().dtype()).isEqualTo(DType.FLOAT32);
    }
    assertThat(mean.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(variance.dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void blocksNestAndPutBackWhatWasBeforeAlsoAfterAnException() {
    assertThatThrownBy(
            () -> {
              try (var block = Precision.BFLOAT16.on()) {
                try (var inner = Precision.FLOAT32.on()) {
                  assertThat(inForce()).isEqualTo(DType.FLOAT32);
                }
                assertThat(inForce()).isEqualTo(DType.BFLOAT16);
                Tensor unused = Tensor.zeros(2).reshape(3);
              }
            })
        .hasMessageStartingWith("reshape");
    assertThat(inForce()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void aBlockHoldsForItsThreadOnly() throws InterruptedException {
    AtomicReference<DType> other = new AtomicReference<>();
    try (var block = Precision.BFLOAT16.on()) {
      Thread thread = new Thread(() -> other.set(inForce()));
      thread.start();
      thread.join();
      assertThat(inForce()).isEqualTo(DType.BFLOAT16);
    }
    assertThat(other).hasValue(DType.FLOAT32);
  }

  @Test
  void weightsChangedInsideABlockAreTheOnesUsed() {
    Tensor weight = Tensor.ones(1, 1).requireGradient(true);
    Tensor x = Tensor.ones(1, 1);
    try (var block = Precision.BFLOAT16.on()) {
      assertThat(Conv.linear(x, weight, null).item()).isEqualTo(1);
      weight.copyFrom(Tensor.full(2, 1, 1));
      assertThat(Conv.linear(x, weight, null).item()).isEqualTo(2);
    }
  }

  @Test
  void weightsUsedUnrecordedFirstStillGetTheirGradientsInsideABlock() {
    Tensor weight = Tensor.ones(1, 1).requireGradient(true);
    try (var block = Precision.BFLOAT16.on()) {
      try (var off = Autograd.noGrad()) {
        assertThat(Conv.linear(Tensor.ones(1, 1), weight, null).item()).isEqualTo(1);
      }
      Conv.linear(Tensor.full(3, 1, 1), weight, null).sum().backward();
    }
    assertThat(weight.gradient().item()).isEqualTo(3);
  }

  @Test
  void precisionsAreSpeltAsInRecipes() {
    assertThat(Precision.values())
        .extracting(Precision::toString)
        .containsExactly("float32", "bfloat16");
    assertThat(Precision.fastest() == Precision.BFLOAT16)
        .isEqualTo(
            Processor.flags().contains("avx512_bf16") || Processor.flags().contains("amx_bf16"));
  }
}
