package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Convolutions of one filter a channel, which are computed another way while they are recorded. */
@ExtendWith({OneThread.class, InScope.class})
class DepthwiseTest {
  @Test
  void wideFiltersGiveTheirDefinitionAndItsGradients() {
    int ways = 0;
    for (int seed = 0; seed < 24; seed++) {
      Case drawn = Case.of(Rng.seeded(seed));
      Tensor input = drawn.input.tensor().channelsLast().detach().requireGradient(true);
      Tensor weight = drawn.weight.tensor().requireGradient(true);
      Tensor bias = drawn.bias.tensor().requireGradient(true);
      ways += Depthwise.isFor(input, weight, drawn.geometry) ? 1 : 0;
      Tensor output = Conv.conv2d(input, weight, bias, drawn.geometry);
      String what = "seed " + seed;
      drawn.expected().assertMatches(output, 1e-5, what);
      Doubles towards = Doubles.normal(Rng.seeded(seed), drawn.expected().sizes());
      output.mul(towards.tensor()).sum().backward();
      drawn
          .input
          .slope(x -> drawn.expected().dot(towards))
          .assertMatches(input.gradient(), 1e-5, what + ", input");
      drawn
          .weight
          .slope(w -> drawn.expected().dot(towards))
          .assertMatches(weight.gradient(), 1e-5, what + ", weight");
      drawn
          .bias
          .slope(b -> drawn.expected().dot(towards))
          .assertMatches(bias.gradient(), 1e-5, what + ", bias");
    }
    assertThat(ways).isGreaterThan(10);
  }

  /** Values that bfloat16 holds; only the result and its gradients are rounded to it. */
  @Test
  void stridesInBfloat16GiveWhatFloat32Does() {
    for (int size : List.of(3, 5)) {
      Shape images = Shape.of(2, 8, 9, 9);
      Tensor x = RandomTensor.normal(Rng.seeded(1), images).channelsLast().to(DType.BFLOAT16);
      Tensor w = RandomTensor.normal(Rng.seeded(2), Shape.of(8, 1, size, size)).to(DType.BFLOAT16);
      ConvGeometry geometry = ConvGeometry.of(2, size / 2).grouped(8);
      List<Tensor> exact = gradients(x.to(DType.FLOAT32), w.to(DType.FLOAT32), geometry);
      List<Tensor> found;
      try (Precision.Block block = Precision.BFLOAT16.on()) {
        found = gradients(x, w.to(DType.FLOAT32), geometry);
      }
      assertThat(found.get(0).dtype()).isEqualTo(DType.BFLOAT16);
      for (int i = 0; i < exact.size(); i++) {
        Tensor off = found.get(i).to(DType.FLOAT32).sub(exact.get(i));
        assertThat(off.pow(2).mean().item() / exact.get(i).pow(2).mean().item())
            .as("filters of %d, %d", size, i)
            .isLessThan(1e-5);
      }
    }
  }

  /** Of the sum of the outputs' squares; the output comes first. */
  private static List<Tensor> gradients(Tensor images, Tensor filters, ConvGeometry geometry) {
    Tensor x = images.detach().requireGradient(true);
    Tensor w = filters.detach().requireGradient(true);
    Tensor output = Conv.conv2d(x, w, null, geometry);
    List<Tensor> gradients =
        Autograd.gradients(output.to(DType.FLOAT32).pow(2).sum(), List.of(x, w));
    return List.of(output, gradients.get(0), gradients.get(1));
  }

  @Test
  void aTapeNotesOneConvolution() {
    Tensor x = Tensor.ones(1, 4, 8, 8);
    Tensor w = Tensor.ones(4, 1, 7, 7).requireGradient(true);
    try (Tape tape = Tape.open()) {
      Tensor output = Conv.conv2d(x, w, null, ConvGeometry.of(1, 3).grouped(4));
      assertThat(tape.operations()).hasSize(1);
      assertThat(tape.operations().get(0).inputs()).containsExactly(x, w, null);
      assertThat(tape.operations().get(0).result()).isSameAs(output);
    }
  }

  private record Case(ConvGeometry geometry, Doubles input, Doubles weight, Doubles bias) {
    static Case of(Rng rng) {
      int channels = 2 + rng.nextInt(3);
      int wide = 2 + rng.nextInt(7);
      int high = 1 + rng.nextInt(4);
      int padding = rng.nextInt(wide);
      ConvGeometry geometry =
          ConvGeometry.of(Size2d.square(1 + rng.nextInt(2)), new Size2d(rng.nextInt(high), padding))
              .grouped(channels);
      return new Case(
          geometry,
          Doubles.normal(rng, 1, channels, high + rng.nextInt(3), wide + rng.nextInt(4)),
          Doubles.normal(rng, channels, 1, high, wide),
          Doubles.normal(rng, channels));
    }

    Doubles expected() {
      return Reference.conv2d(input, weight, bias, geometry);
    }
  }
}
