package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private final Rng rng = Rng.seeded(1);

  @Test
  void layersStandInTheOrderTheyRunWithWhatTheyCost() {
    Module head =
        Sequential.of(new AdaptiveAvgPool2d(1), new Flatten(), new Linear(6, 2, true, rng));
    try (Module network = Sequential.of(new Conv2d(3, 6, 3, 2, 0, false, rng), head)) {
      Summary summary = Summary.of(network, Shape.of(3, 9, 7));
      assertThat(summary.layers())
          .extracting(Summary.Layer::name)
          .containsExactly("0", "1.0", "1.1", "1.2");
      assertThat(summary.layers())
          .extracting(Summary.Layer::outputShape)
          .containsExactly(List.of(6L, 4L, 3L), List.of(6L, 1L, 1L), List.of(6L), List.of(2L));
      assertThat(summary.layers())
          .extracting(Summary.Layer::macs)
          .containsExactly(4L * 3 * 6 * 27, 0L, 0L, 12L);
      assertThat(summary.layers())
          .extracting(Summary.Layer::parameters)
          .containsExactly(162L, 0L, 0L, 14L);
      assertThat(summary.parameters()).isEqualTo(176);
      assertThat(summary.macs()).isEqualTo(4 * 3 * 6 * 27 + 12);
      assertThat(summary.layers().get(3).type()).isEqualTo("Linear");
      assertThat(summary.layers().get(3).arguments())
          .isEqualTo(new Linear(6, 2, true, rng).arguments());
    }
  }

  @Test
  void theNetworkIsLeftAsItWas() {
    long before = LiveTensors.count();
    BatchNorm2d frozen = new BatchNorm2d(3);
    BatchNorm2d trained = new BatchNorm2d(3);
    try (Module network = Sequential.of(frozen, trained)) {
      frozen.eval();
      Summary summary = Summary.of(network, Shape.of(3, 1, 1));
      assertThat(summary.layers()).hasSize(2);
      assertThat(network.training()).isTrue();
      assertThat(trained.training()).isTrue();
      assertThat(frozen.training()).isFalse();
      assertThat(trained.stateDict().get("num_batches_tracked").item()).isZero();
      network.eval();
      assertThat(Summary.of(network, Shape.of(3, 1, 1))).isEqualTo(summary);
      assertThat(trained.training()).isFalse();
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void anInputThatDoesNotFitIsRefusedAndTheModeComesBack() {
    try (Module network = Sequential.of(new Conv2d(3, 6, 3, 1, 0, false, rng))) {
      assertThatThrownBy(() -> Summary.of(network, Shape.of(1, 8, 8)))
          .hasMessage("conv2d: input [1, 1, 8, 8] has 1 channel, weight [6, 3, 3, 3] wants 3");
      assertThat(network.training()).isTrue();
      try (Scope scope = Scope.open()) {
        assertThat(network.call(Tensor.zeros(1, 3, 8, 8)).requiresGradient()).isTrue();
      }
    }
  }
}
