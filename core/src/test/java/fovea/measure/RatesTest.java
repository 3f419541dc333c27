package fovea.measure;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Module;
import fovea.nn.Work;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Threads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RatesTest {
  @BeforeEach
  void oneThread() {
    Threads.set(1);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void theMachineIsMeasuredWithoutATraceInMemory(Precision precision) {
    long before = LiveTensors.count();
    assertThat(MachineRate.matmul(precision, 32)).isPositive().isFinite();
    MachineRate.Convolution rate = MachineRate.convolution(precision, 3, 4, 8, 2);
    assertThat(rate.forward()).isPositive().isFinite();
    assertThat(rate.backward()).isPositive().isFinite();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void thePeersNetworksAreTheOnesTheyMeasure() {
    long positions = 32 * 32;
    long article = positions * 64 * 27 + 64L * 16 * 16 * 512 + 512 * 10;
    long vgg6 =
        positions * (64 * 27 + 64 * 64 * 9)
            + positions / 4 * (64 * 128 * 9 + 128 * 128 * 9)
            + positions / 16 * (128 * 256 * 9 + 256 * 256 * 9)
            + 256 * 10;
    assertThat(forward(PeerNetwork.ARTICLE)).isEqualTo(2 * article);
    assertThat(forward(PeerNetwork.VGG6)).isEqualTo(2 * vgg6);
  }

  @Test
  void aStepIsMeasuredOnBatchesOfTheAskedSizeByTrainingTheNetwork() {
    long before = LiveTensors.count();
    try (Module network = PeerNetwork.VGG6.create(Rng.seeded(1))) {
      StepRate rate = StepRate.of(network, 3, Precision.FLOAT32, 2);
      assertThat(rate.batch()).isEqualTo(3);
      assertThat(rate.imagesPerSecond()).isEqualTo(3 / rate.seconds());
      // Two of warm-up before the two that are timed.
      assertThat(network.stateDict().get("1.num_batches_tracked").item()).isEqualTo(4);
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  private static long forward(PeerNetwork peer) {
    try (Module network = peer.create(Rng.seeded(1))) {
      return Work.of(network, Shape.of(3, 32, 32)).forward();
    }
  }
}
