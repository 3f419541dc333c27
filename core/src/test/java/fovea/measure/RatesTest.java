package fovea.measure;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.BatchNorm2d;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.Sequential;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RatesTest {
  /**
   * In 10^9 operations a second, of one core: less is slower than plain Java on a busy machine, and
   * more is beyond any core, so that a rate in another unit falls outside.
   */
  private static final double LEAST = 0.005;

  private static final double MOST = 5000;

  private static final Execution ONE_THREAD = new Execution(1, Precision.FLOAT32);

  @ParameterizedTest
  @EnumSource(Precision.class)
  void theMachineIsMeasuredWithoutATraceInMemory(Precision precision) {
    long before = LiveTensors.count();
    assertThat(MachineRate.matmul(new Execution(1, precision), 32)).isBetween(LEAST, MOST);
    MachineRate.Convolution rate =
        MachineRate.convolution(new Execution(1, precision), 16, 16, 16, 2);
    assertThat(rate.forward()).isBetween(LEAST, MOST);
    assertThat(rate.backward()).isBetween(LEAST, MOST);
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  /** A second time would differ in the last digits. */
  @Test
  void theMachineIsMeasuredOnceInAProcess() {
    double rate = MachineRate.matmul(ONE_THREAD);
    assertThat(MachineRate.matmul(ONE_THREAD)).isEqualTo(rate);
    assertThat(rate).isBetween(LEAST, MOST);
  }

  @Test
  void aStepIsMeasuredOnBatchesOfTheAskedSizeByTrainingTheNetwork() {
    long before = LiveTensors.count();
    try (Module network =
        Sequential.of(
            new Flatten(), new Linear(3072, 10, true, Rng.seeded(1)), new BatchNorm2d(10))) {
      StepRate rate = StepRate.of(network, 3, 0, ONE_THREAD, 2);
      assertThat(rate.batch()).isEqualTo(3);
      // Two of warm-up before the two that are timed.
      assertThat(network.stateDict().get("2.num_batches_tracked").item()).isEqualTo(4);
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aStepsSecondsAreThoseOfTheClock() {
    double pause = 0.03;
    long start = System.nanoTime();
    StepRate rate;
    try (Module network = new Slow(pause)) {
      rate = StepRate.of(network, 2, 0, ONE_THREAD, 3);
    }
    double all = (System.nanoTime() - start) / 1e9;
    // Two steps of warm-up at least, one of the three timed ones at most, are not in the median.
    assertThat(rate.seconds()).isBetween(pause, all - 3 * pause);
  }

  @Test
  void imagesASecondAreThoseOfAllBatches() {
    assertThat(new StepRate(6, 0.25).imagesPerSecond()).isEqualTo(24);
    assertThat(new PredictionRate(6, 0.25, 3).imagesPerSecond()).isEqualTo(24);
  }

  /** Takes its time in every forward pass. */
  private static final class Slow extends Module {
    private final Module layers =
        child("layers", Sequential.of(new Flatten(), new Linear(3072, 10, true, Rng.seeded(1))));
    private final double seconds;

    private Slow(double seconds) {
      this.seconds = seconds;
    }

    @Override
    protected Tensor forward(Tensor images) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < seconds * 1e9) {
        Thread.onSpinWait();
      }
      return layers.call(images);
    }
  }
}
