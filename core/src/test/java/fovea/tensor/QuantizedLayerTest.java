package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuantizedLayerTest {
  private Scope scope;

  @BeforeEach
  void open() {
    assumeThat(QuantizedLayer.isPossible()).isTrue();
    Threads.set(1);
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    if (scope != null) {
      scope.close();
    }
  }

  /** Of inputs between these two, to outputs in float32. */
  private static QuantizedLayer conv2d(
      Tensor weight,
      @Nullable Tensor bias,
      ConvGeometry geometry,
      FusedActivation activation,
      double low,
      double high) {
    return QuantizedLayer.conv2d(
        weight, bias, geometry, activation, Quantization.of(low, high), null);
  }

  /** What whole numbers stand for, and values that round to them. */
  private record Rounded(Doubles exact, Doubles given) {
    static Rounded zeros(int... sizes) {
      return new Rounded(Doubles.zeros(sizes), Doubles.zeros(sizes));
    }

    void set(int i, double whole, double jitter, double scale) {
      exact.values()[i] = scale * whole;
      given.values()[i] = scale * (whole + jitter);
    }
  }

  /** The largest weight of a channel is 127 times its scale, so the scale is known. */
  private static Rounded weights(Rng rng, int... sizes) {
    Rounded weights = Rounded.zeros(sizes);
    int row = weights.exact.values().length / sizes[0];
    for (int k = 0; k < sizes[0]; k++) {
      double scale = 0.001 + 0.01 * rng.nextDouble();
      weights.set(k * row, rng.nextInt(2) == 0 ? 127 : -127, 0, scale);
      for (int i = 1; i < row; i++) {
        weights.set(k * row + i, rng.nextInt(253) - 126, 0.8 * rng.nextDouble() - 0.4, scale);
      }
    }
    return weights;
  }

  private static final double SCALE = 0.0625;

  /** The lowest is 0 here; whatever lies outside of 0 to 255 steps becomes the nearest of them. */
  private static Rounded inputs(Rng rng, int zero, int... sizes) {
    Rounded inputs = Rounded.zeros(sizes);
    for (int i = 0; i < inputs.exact.values().length; i++) {
      int whole = rng.nextInt(300) - 20;
      inputs.set(i, whole - zero, 0.8 * rng.nextDouble() - 0.4, SCALE);
      inputs.exact.values()[i] = SCALE * (Math.max(0, Math.min(255, whole)) - zero);
    }
    return inputs;
  }

  private static double low(int zero) {
    return -zero * SCALE;
  }

  private static double high(int zero) {
    return (255 - zero) * SCALE;
  }

  /** With glibc's MALLOC_PERTURB_ set, the first gave what lay in the memory before. */
  @Test
  void windowsThatLieInThePaddingAndSingleChannelsAreRefused() {
    ConvGeometry geometry = ConvGeometry.of(new Size2d(1, 3), new Size2d(2, 1)).grouped(8);
    assertThatThrownBy(
            () -> conv2d(Tensor.ones(8, 2, 3, 1), null, geometry, FusedActivation.NONE, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "quantize conv2d: weight [8, 2, 3, 1] with padding [2, 1], expected several channels"
                + " and padding smaller than the filters; keep the layer's precision");
    ConvGeometry usual = ConvGeometry.of(1, 1);
    assertThat(QuantizedLayer.isFor(usual, Shape.of(8, 1, 3, 3))).isFalse();
    assertThat(QuantizedLayer.isFor(usual, Shape.of(8, 2, 3, 3))).isTrue();
    assertThat(QuantizedLayer.isFor(usual.grouped(8), Shape.of(8, 1, 3, 3))).isTrue();
  }

  private static Shape weightOf(RandomConvolution drawn) {
    return Shape.of(IntStream.of(drawn.weight()).asLongStream().toArray());
  }

  @Test
  void convolutionEqualsThatOfTheRoundedInputsAndWeights() {
    for (int seed = 0; seed < 40; seed++) {
      Rng rng = Rng.seeded(seed);
      FusedActivation activation = FusedActivation.values()[seed % 5];
      int zero = seed % 4 == 0 ? 0 : rng.nextInt(256);
      RandomConvolution drawn = RandomConvolution.of(rng, 20);
      while (!QuantizedLayer.isFor(drawn.geometry(), weightOf(drawn))) {
        drawn = RandomConvolution.of(rng, 20);
      }
      Rounded weight = weights(rng, drawn.weight());
      Doubles bias = seed % 2 == 0 ? null : Doubles.normal(rng, weight.exact.size(0));
      try (QuantizedLayer layer =
          conv2d(
              weight.given.tensor(),
              tensor(bias),
              drawn.geometry(),
              activation,
              low(zero),
              high(zero))) {
        // Batches of any size, whatever the weights were laid out for.
        for (int n = 1; n <= 3; n++) {
          Rounded images = inputs(rng, zero, drawn.images(rng, n));
          Doubles expected = Reference.conv2d(images.exact, weight.exact, bias, drawn.geometry());
          Tensor found = layer.apply(images.given.tensor().channelsLast());
          activated(expected, activation).assertMatches(found, 1e-5, "seed " + seed);
          assertThat(found.dtype()).isEqualTo(DType.FLOAT32);
        }
      }
    }
  }

  @Test
  void productEqualsThatOfTheRoundedInputsAndWeights() {
    for (int seed = 0; seed < 24; seed++) {
      Rng rng = Rng.seeded(seed);
      FusedActivation activation = FusedActivation.values()[seed % 5];
      int zero = rng.nextInt(256);
      Rounded weight = weights(rng, 1 + rng.nextInt(40), 1 + rng.nextInt(60));
      Doubles bias = seed % 2 == 0 ? null : Doubles.normal(rng, weight.exact.size(0));
      Rounded input = inputs(rng, zero, 1 + rng.nextInt(4), weight.exact.size(1));
      try (QuantizedLayer layer =
          QuantizedLayer.linear(
              weight.given.tensor(), tensor(bias), activation, low(zero), high(zero))) {
        Doubles expected = Reference.linear(input.exact, weight.exact, bias);
        activated(expected, activation)
            .assertMatches(layer.apply(input.given.tensor()), 1e-5, "seed " + seed);
      }
    }
  }

  @Test
  void paddingIsZeroWhateverNumberStandsForZero() {
    Tensor weight = Tensor.ones(16, 16, 3, 3);
    try (QuantizedLayer layer =
        conv2d(weight, null, ConvGeometry.of(1, 1), FusedActivation.NONE, -200, 55)) {
      float[] sums = layer.apply(Tensor.ones(1, 16, 3, 3).channelsLast()).toFloats();
      assertThat(sums[0]).isEqualTo(16 * 4, offset(0.01f));
      assertThat(sums[1]).isEqualTo(16 * 6, offset(0.01f));
      assertThat(sums[4]).isEqualTo(16 * 9, offset(0.01f));
    }
  }

  @Test
  void inputsAndWeightsThatAreAllZeroGiveTheBias() {
    try (QuantizedLayer layer =
        conv2d(
            Tensor.zeros(2, 3, 1, 1),
            Tensor.full(1.5, 2),
            ConvGeometry.of(1, 0),
            FusedActivation.NONE,
            0,
            0)) {
      assertThat(layer.apply(Tensor.zeros(1, 3, 2, 2)).toFloats()).containsOnly(1.5f);
    }
  }

  /** Where sums at the edges are mended in parts, and where whole. */
  @Test
  void largeOutputsEqualThoseOfTheirParts() {
    for (int seed = 0; seed < 6; seed++) {
      Rng rng = Rng.seeded(seed);
      ConvGeometry geometry =
          ConvGeometry.of(
              new Size2d(1 + seed % 3, 1 + seed % 2), new Size2d(seed % 3, 1 + rng.nextInt(2)));
      Tensor weight = RandomTensor.uniform(-1, 1, rng, Shape.of(40, 3, 3, 3));
      Tensor images =
          RandomTensor.uniform(-1, 2, rng, Shape.of(32, 3, 30 + rng.nextInt(4), 41)).channelsLast();
      try (QuantizedLayer layer =
          conv2d(weight, null, geometry, FusedActivation.values()[seed % 3], -1, 2)) {
        Tensor found = layer.apply(images);
        assertThat(found.shape().elements()).isGreaterThan(1 << 18);
        for (int i = 0; i < 32; i += 11) {
          assertThat(found.narrow(0, i, 1).toFloats())
              .containsExactly(layer.apply(images.narrow(0, i, 1)).toFloats(), offset(1e-4f));
        }
      }
    }
  }

  @Test
  void outputsIn8BitsAreTheNearestNumbersToThoseInFloat32() {
    for (int seed = 0; seed < 12; seed++) {
      Rng rng = Rng.seeded(seed);
      Quantization inputs = Quantization.of(seed % 4 == 0 ? -0.5 : 0, 1.5);
      ConvGeometry geometry = ConvGeometry.of(1, seed % 4 == 0 ? 0 : 1);
      FusedActivation activation = seed % 2 == 0 ? FusedActivation.NONE : FusedActivation.RELU;
      Quantization outputs = Quantization.of(seed % 3 == 0 ? 0 : -2, 3);
      Tensor weight = RandomTensor.uniform(-0.3, 0.3, rng, Shape.of(1 + seed * 5, 7, 3, 3));
      Tensor images = RandomTensor.uniform(-1, 2, rng, Shape.of(2, 7, 6, 5)).channelsLast();
      try (QuantizedLayer floats =
              QuantizedLayer.conv2d(weight, null, geometry, activation, inputs, null);
          QuantizedLayer eight =
              QuantizedLayer.conv2d(weight, null, geometry, activation, inputs, outputs)) {
        float[] expected = floats.apply(images).toFloats();
        Tensor found = eight.apply(images);
        float[] numbers = found.to(DType.FLOAT32).toFloats();
        assertThat(found.dtype()).isEqualTo(DType.UINT8);
        for (int i = 0; i < numbers.length; i++) {
          double exact = expected[i] / outputs.scale() + outputs.zero();
          assertThat((double) numbers[i])
              .isEqualTo(Math.max(0, Math.min(255, exact)), offset(0.501));
        }
      }
    }
  }

  @Test
  void outputsThatNeedFloat32AreRefusedIn8Bits() {
    ConvGeometry padded = ConvGeometry.of(1, 1);
    Quantization positive = Quantization.of(0, 1);
    Quantization any = Quantization.of(-1, 1);
    FusedActivation relu = FusedActivation.RELU;
    assertThat(QuantizedLayer.canGiveWhole(padded, relu, positive)).isTrue();
    assertThat(QuantizedLayer.canGiveWhole(ConvGeometry.of(1, 0), relu, any)).isTrue();
    assertThat(QuantizedLayer.canGiveWhole(padded, relu, any)).isFalse();
    assertThat(QuantizedLayer.canGiveWhole(padded, FusedActivation.GELU, positive)).isFalse();
    Tensor weight = Tensor.ones(8, 8, 3, 3);
    assertThatThrownBy(() -> QuantizedLayer.conv2d(weight, null, padded, relu, any, positive))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outputs in 8 bits, expected no activation but ReLU");
  }

  @Test
  void theWeightsAreCopies() {
    Tensor weight = Tensor.ones(16, 16);
    Tensor bias = Tensor.ones(16);
    try (QuantizedLayer layer = QuantizedLayer.linear(weight, bias, FusedActivation.NONE, 0, 1)) {
      float[] before = layer.apply(Tensor.ones(1, 16)).toFloats();
      weight.zeroInPlace();
      bias.zeroInPlace();
      assertThat(layer.apply(Tensor.ones(1, 16)).toFloats()).isEqualTo(before);
      assertThat(before[0]).isEqualTo(17, offset(0.001f));
    }
  }

  @Test
  void resultsOutliveTheCallAndDieWithTheirScope() {
    long before = LiveTensors.count();
    try (QuantizedLayer layer =
            conv2d(
                Tensor.ones(8, 8, 1, 1), null, ConvGeometry.of(1, 0), FusedActivation.GELU, 0, 1);
        Scope inner = Scope.open()) {
      Tensor first = layer.apply(Tensor.ones(1, 8, 2, 2));
      for (int i = 0; i < 100; i++) {
        assertThat(layer.apply(Tensor.zeros(1, 8, 2, 2)).toFloats()).containsOnly(0);
      }
      assertThat(first.toFloats()[3]).isEqualTo(8, offset(0.001f));
    }
    // The weight, in the test's scope.
    assertThat(LiveTensors.count()).isEqualTo(before + 1);
  }

  private static Tensor tensor(Doubles values) {
    return values == null ? null : values.tensor();
  }

  private static Doubles activated(Doubles values, FusedActivation activation) {
    for (int i = 0; i < values.values().length; i++) {
      double x = values.values()[i];
      values.values()[i] =
          switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case RELU6 -> Math.min(Math.max(x, 0), 6);
            case SILU -> x / (1 + Math.exp(-x));
            case GELU -> Reference.gelu(x);
          };
    }
    return values;
  }
}
