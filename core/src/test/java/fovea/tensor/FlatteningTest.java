package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;

class FlatteningTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4, 5);

  @Test
  void aFlattenedImageThatLiesChannelsLastGetsItsGradientInItsOwnLayout() {
    try (Scope scope = Scope.open()) {
      Rng rng = Rng.seeded(1);
      Tensor values = RandomTensor.normal(rng, SHAPE);
      Tensor factors = RandomTensor.normal(rng, Shape.of(2, 60));
      Tensor first = values.copy().requireGradient(true);
      Tensor last = values.channelsLast().requireGradient(true);
      // an inner activation, whose gradient is handed on as it comes
      Tensor inner = last.mul(1);
      Tensor flat = inner.flatten(1);
      assertThat(flat.toFloats()).isEqualTo(values.toFloats());
      Tensor gradient =
          Autograd.gradients(List.of(flat), List.of(factors), List.of(inner), false).get(0);
      assertThat(gradient.handle().is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
      assertThat(gradient.toFloats()).isEqualTo(factors.toFloats());
      first.flatten(1).mul(factors).sum().backward();
      assertThat(first.gradient().toFloats()).isEqualTo(factors.toFloats());
    }
  }

  @Test
  void valuesThatAreNoNumbersStayWhatTheyAre() {
    try (Scope scope = Scope.open()) {
      Tensor images =
          Tensor.full(Double.NaN, 1, 2, 2, 2).channelsLast().requireGradient(true).mul(1);
      assertThat(images.flatten(1).toFloats()).containsOnly(Float.NaN);
    }
  }
}
