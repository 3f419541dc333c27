package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PackedLayerTest {
  private Scope scope;

  @BeforeEach
  void open() {
    boolean possible = PackedLayer.isPossible(DType.FLOAT32);
    if (Processor.flags().contains("avx2")) { // where oneDNN is known to compute them
      assertThat(possible).isTrue();
    }
    assumeThat(possible).isTrue();
    Threads.set(1);
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    if (scope != null) {
      scope.close();
    }
  }

  @Test
  void inputsOfManySizesFindTheirWeightsWhicheverAreLaidOut() {
    Rng rng = Rng.seeded(1);
    Doubles weight = Doubles.normal(rng, 40, 24, 3, 3);
    ConvGeometry geometry = ConvGeometry.of(1, 1);
    try (PackedLayer layer =
        PackedLayer.conv2d(weight.tensor(), null, geometry, FusedActivation.NONE)) {
      for (int again = 0; again < 2; again++) {
        for (int size = 3; size < 10; size++) {
          Doubles images = Doubles.normal(rng, 1 + size % 3, 24, size, size + 1);
          Reference.conv2d(images, weight, null, geometry)
              .assertMatches(layer.apply(images.tensor().channelsLast()), 1e-5, "size " + size);
        }
      }
    }
  }

  @Test
  void convolutionAndActivationEqualTheirDefinitions() {
    for (int seed = 0; seed < 30; seed++) {
      Rng rng = Rng.seeded(seed);
      FusedActivation activation = FusedActivation.values()[seed % 5];
      RandomConvolution drawn = RandomConvolution.of(rng, 20);
      Doubles weight = Doubles.normal(rng, drawn.weight());
      Doubles bias = seed % 2 == 0 ? null : Doubles.normal(rng, weight.size(0));
      try (PackedLayer layer =
          PackedLayer.conv2d(weight.tensor(), tensor(bias), drawn.geometry(), activation)) {
        // Batches of any size, whatever the weights were laid out for.
        for (int n = 1; n <= 3; n++) {
          Doubles images = Doubles.normal(rng, drawn.images(rng, n));
          Doubles expected = Reference.conv2d(images, weight, bias, drawn.geometry());
          activated(expected, activation)
              .assertMatches(layer.apply(images.tensor().channelsLast()), 1e-5, "seed " + seed);
        }
      }
    }
  }

  @Test
  void productAndActivationEqualTheirDefinitions() {
    for (int seed = 0; seed < 12; seed++) {
      Rng rng = Rng.seeded(seed);
      FusedActivation activation = FusedActivation.values()[seed % 5];
      Doubles weight = Doubles.normal(rng, 1 + rng.nextInt(40), 1 + rng.nextInt(60));
      Doubles bias = seed % 2 == 0 ? null : Doubles.normal(rng, weight.size(0));
      Doubles input = Doubles.normal(rng, 1 + rng.nextInt(4), weight.size(1));
      try (PackedLayer layer = PackedLayer.linear(weight.tensor(), tensor(bias), activation)) {
        activated(Reference.linear(input, weight, bias), activation)
            .assertMatches(layer.apply(input.tensor()), 1e-5, "seed " + seed);
      }
    }
  }

  @Test
  void theWeightsAreCopies() {
    Tensor weight = Tensor.ones(16, 16, 1, 1);
    Tensor bias = Tensor.ones(16);
    try (PackedLayer layer =
        PackedLayer.conv2d(weight, bias, ConvGeometry.of(1, 0), FusedActivation.NONE)) {
      weight.zeroInPlace();
      bias.zeroInPlace();
      Tensor input = Tensor.ones(1, 16, 1, 1);
      assertThat(layer.apply(input).toFloats()).containsOnly(17);
    }
  }

  @Test
  void resultsOutliveTheCallAndDieWithTheirScope() {
    long before = LiveTensors.count();
    try (PackedLayer layer = PackedLayer.linear(Tensor.ones(8, 8), null, FusedActivation.NONE);
        Scope inner = Scope.open()) {
      Tensor first = layer.apply(Tensor.ones(1, 8));
      for (int i = 0; i < 100; i++) {
        assertThat(layer.apply(Tensor.zeros(1, 8)).toFloats()).containsOnly(0);
      }
      assertThat(first.toFloats()).containsOnly(8);
    }
    // The weight, in the test's scope.
    assertThat(LiveTensors.count()).isEqualTo(before + 1);
  }

  private static Tensor tensor(Doubles values) {
    return values == null ? null : values.tensor();
  }

  private static Doubles activated(Doubles values, FusedActivation activation) {
    DoubleUnaryOperator function =
        switch (activation) {
          case NONE -> x -> x;
          case RELU -> x -> Math.max(x, 0);
          case RELU6 -> x -> Math.min(Math.max(x, 0), 6);
          case SILU -> x -> x / (1 + Math.exp(-x));
          case GELU -> Reference::gelu;
        };
    for (int i = 0; i < values.values().length; i++) {
      values.values()[i] = function.applyAsDouble(values.values()[i]);
    }
    return values;
  }
}
