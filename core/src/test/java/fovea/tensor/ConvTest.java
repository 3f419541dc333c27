package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class ConvTest {
  @Test
  void convolutionEqualsItsDefinitionForAnyGeometry() {
    for (int seed = 0; seed < 60; seed++) {
      Case drawn = Case.holdingOut(Rng.seeded(seed));
      Tensor output = drawn.native2d(drawn.input.tensor());
      drawn.expected().assertMatches(output, 1e-5, "seed " + seed);
    }
  }

  @Test
  void channelsLastImagesGiveTheSameConvolution() {
    for (int seed = 0; seed < 30; seed++) {
      Case drawn = Case.holdingOut(Rng.seeded(seed));
      Tensor output = drawn.native2d(drawn.input.tensor().channelsLast());
      drawn.expected().assertMatches(output, 1e-5, "seed " + seed);
    }
  }

  @Test
  void channelsLastImagesStayChannelsLast() {
    Tensor images = RandomTensor.normal(Rng.seeded(1), Shape.of(4, 3, 16, 16));
    Tensor filters = RandomTensor.normal(Rng.seeded(2), Shape.of(32, 3, 3, 3));
    assertThat(images.isChannelsLast()).isFalse();
    assertThat(images.channelsLast().isChannelsLast()).isTrue();
    assertThat(Conv.conv2d(images.channelsLast(), filters, null, 1, 1).isChannelsLast()).isTrue();
    assertThat(Tensor.zeros(3).isChannelsLast()).isFalse();
  }

  @Test
  void gradientsOfConvolutionMatchFiniteDifferences() {
    for (int seed = 0; seed < 12; seed++) {
      Rng rng = Rng.seeded(seed);
      Case drawn = Case.holdingOut(rng);
      Tensor input = drawn.input.tensor().requireGradient(true);
      Tensor weight = drawn.weight.tensor().requireGradient(true);
      Tensor bias = drawn.bias.tensor().requireGradient(true);
      Tensor output = Conv.conv2d(input, weight, bias, drawn.geometry);
      Doubles towards = Doubles.normal(rng, drawn.withBias().expected().sizes());
      output.mul(towards.tensor()).sum().backward();
      Case biased = drawn.withBias();
      String what = "seed " + seed;
      drawn
          .input
          .slope(x -> biased.expected().dot(towards))
          .assertMatches(input.gradient(), 1e-5, what + ", input");
      drawn
          .weight
          .slope(w -> biased.expected().dot(towards))
          .assertMatches(weight.gradient(), 1e-5, what + ", weight");
      drawn
          .bias
          .slope(b -> biased.expected().dot(towards))
          .assertMatches(bias.gradient(), 1e-5, what + ", bias");
    }
  }

  @Test
  void linearAndItsGradientsMatchTheirDefinition() {
    for (int seed = 0; seed < 20; seed++) {
      Rng rng = Rng.seeded(seed);
      int n = 1 + rng.nextInt(5);
      int in = 1 + rng.nextInt(7);
      int out = 1 + rng.nextInt(7);
      Doubles x = Doubles.normal(rng, n, in);
      Doubles w = Doubles.normal(rng, out, in);
      Doubles b = rng.nextInt(2) == 0 ? null : Doubles.normal(rng, out);
      Tensor input = x.tensor().requireGradient(true);
      Tensor weight = w.tensor().requireGradient(true);
      Tensor output = Conv.linear(input, weight, b == null ? null : b.tensor());
      String what = "seed " + seed;
      Reference.linear(x, w, b).assertMatches(output, 1e-5, what);
      Doubles towards = Doubles.normal(rng, n, out);
      List<Tensor> found =
          Autograd.gradients(output.mul(towards.tensor()).sum(), List.of(input, weight));
      x.slope(at -> Reference.linear(at, w, b).dot(towards))
          .assertMatches(found.get(0), 1e-5, what);
      w.slope(at -> Reference.linear(x, at, b).dot(towards))
          .assertMatches(found.get(1), 1e-5, what);
    }
  }

  @Test
  void shapesThatDoNotFitAreRefusedInOneSentence() {
    Tensor filters = Tensor.zeros(64, 3, 3, 3);
    refused(Tensor.zeros(8, 1, 32, 32), filters, 1)
        .hasMessage("conv2d: input [8, 1, 32, 32] has 1 channel, weight [64, 3, 3, 3] wants 3");
    refused(Tensor.zeros(8, 4, 32, 32), filters, 1)
        .hasMessage("conv2d: input [8, 4, 32, 32] has 4 channels, weight [64, 3, 3, 3] wants 3");
    refused(Tensor.zeros(3, 32, 32), filters, 1)
        .hasMessage("conv2d: input [3, 32, 32] has 3 dimensions, expected 4: [N, C, H, W]");
    refused(Tensor.zeros(8, 3, 32, 32), Tensor.zeros(64, 3), 1)
        .hasMessage(
            "conv2d: weight [64, 3] has 2 dimensions, expected 4:"
                + " [outChannels, inChannels, height, width]");
    refused(Tensor.zeros(8, 3, 2, 9), filters, 0)
        .hasMessage(
            "conv2d: input [8, 3, 2, 9] with padding 0 is smaller than the filters of weight"
                + " [64, 3, 3, 3]");
    assertThatThrownBy(() -> Conv.linear(Tensor.zeros(2, 5), Tensor.zeros(3, 4), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linear: input [2, 5] ends in 5 features, weight [3, 4] wants 4");
    assertThatThrownBy(() -> Conv.linear(Tensor.zeros(2, 5), Tensor.zeros(5), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linear: weight [5] has 1 dimension, expected 2: [out, in]");
    assertThatThrownBy(() -> Conv.linear(Tensor.zeros(), Tensor.zeros(3, 4), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linear: input [] ends in 0 features, weight [3, 4] wants 4");
  }

  @Test
  void groupsThatDoNotFitAndGeometriesThatMakeNoSenseAreRefused() {
    Tensor images = Tensor.zeros(1, 6, 8, 8);
    ConvGeometry plain = ConvGeometry.of(1, 1);
    refused(() -> Conv.conv2d(images, Tensor.zeros(4, 2, 3, 3), null, plain.grouped(3)))
        .hasMessage(
            "conv2d: weight [4, 2, 3, 3] has 4 filters, which can't be parted into 3 groups");
    refused(() -> Conv.conv2d(images, Tensor.zeros(4, 2, 3, 3), null, plain.grouped(2)))
        .hasMessage("conv2d: input [1, 6, 8, 8] has 6 channels, weight [4, 2, 3, 3] wants 4");
    ConvGeometry wide = new ConvGeometry(Size2d.square(1), Size2d.square(1), new Size2d(1, 5), 1);
    refused(() -> Conv.conv2d(images, Tensor.zeros(4, 6, 3, 3), null, wide))
        .hasMessage(
            "conv2d: input [1, 6, 8, 8] with padding 1 is smaller than the filters of weight"
                + " [4, 6, 3, 3]");
    refused(() -> ConvGeometry.of(0, 1)).hasMessage("conv2d: stride is 0, expected at least 1");
    refused(() -> ConvGeometry.of(1, -1)).hasMessage("conv2d: padding is -1, expected at least 0");
    refused(() -> new ConvGeometry(Size2d.square(1), Size2d.square(1), new Size2d(1, 0), 1))
        .hasMessage("conv2d: dilation is [1, 0], expected at least 1");
    refused(() -> plain.grouped(0)).hasMessage("conv2d: groups is 0, expected at least 1");
  }

  private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatOnlyLibtorchRefusesIsOneLineAsWell() {
    Tensor images = Tensor.zeros(1, 3, 8, 8);
    Tensor filters = Tensor.zeros(4, 3, 3, 3);
    assertThatThrownBy(() -> Conv.conv2d(images.to(DType.UINT8), filters, null, 1, 1))
        .isInstanceOf(FoveaException.class)
        .message()
        .startsWith("conv2d: ")
        .hasLineCount(1);
  }

  private static AbstractThrowableAssert<?, ?> refused(Tensor input, Tensor weight, int padding) {
    return assertThatThrownBy(() -> Conv.conv2d(input, weight, null, 1, padding))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Images, filters and a bias. */
  private record Case(
      ConvGeometry geometry, Doubles input, Doubles weight, Doubles bias, boolean biased) {
    static Case holdingOut(Rng rng) {
      RandomConvolution drawn = RandomConvolution.of(rng, 4);
      Doubles weight = Doubles.normal(rng, drawn.weight());
      return new Case(
          drawn.geometry(),
          Doubles.normal(rng, drawn.images(rng, 1 + rng.nextInt(2))),
          weight,
          Doubles.normal(rng, weight.size(0)),
          rng.nextInt(2) == 0);
    }

    Case withBias() {
      return new Case(geometry, input, weight, bias, true);
    }

    Doubles expected() {
      return Reference.conv2d(input, weight, biased ? bias : null, geometry);
    }

    Tensor native2d(Tensor images) {
      return Conv.conv2d(images, weight.tensor(), biased ? bias.tensor() : null, geometry);
    }
  }
}
