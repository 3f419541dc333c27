package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class WorkTest {
  /** 3 to 6 channels, 3 x 3 filters, stride 2, on 9 x 7 images: 4 x 3 positions. */
  private static final long FIRST = 2L * 4 * 3 * 6 * 3 * 9;

  /** 6 to 5 channels, 1 x 1 filters, on 4 x 3. */
  private static final long SECOND = 2L * 4 * 3 * 5 * 6;

  private static final long LAST = 2L * 5 * 2;

  private final Rng rng = Rng.seeded(1);
  private final Conv2d first = new Conv2d(3, 6, 3, 2, 0, false, rng);
  private final Module network =
      Sequential.of(
          first,
          new BatchNorm2d(6),
          new ReLU(true),
          new Conv2d(6, 5, 1, 1, 0, true, rng),
          Sequential.of(new AdaptiveAvgPool2d(1), new Flatten(), new Linear(5, 2, true, rng)));

  @Test
  void imagesNeedNoGradientSoTheFirstLayersBackwardIsOneProductOnly() {
    assertThat(Work.of(network, Shape.of(3, 9, 7)))
        .isEqualTo(new Work(FIRST + SECOND + LAST, FIRST + 2 * SECOND + 2 * LAST));
    network.close();
  }

  @Test
  void aFrozenFirstLayerWorksForwardOnlyAndTheNextHasNoInputToDifferentiate() {
    Conv2d next = new Conv2d(6, 5, 1, 1, 0, true, rng);
    try (Module frozen = Sequential.of(first, new ReLU(true), next)) {
      first.parameters().values().forEach(weight -> weight.requireGradient(false));
      assertThat(Work.of(frozen, Shape.of(3, 9, 7))).isEqualTo(new Work(FIRST + SECOND, SECOND));
    }
    network.close();
  }

  @Test
  void aFrozenLayerInTheMiddleStillPassesItsGradientOn() {
    network.modules().get("3").parameters().get("weight").requireGradient(false);
    assertThat(Work.of(network, Shape.of(3, 9, 7)))
        .isEqualTo(new Work(FIRST + SECOND + LAST, FIRST + SECOND + 2 * LAST));
    network.close();
  }

  @Test
  void aCallCountsEveryImageOfItsBatch() {
    try (Scope scope = Scope.open()) {
      Tensor images = Tensor.zeros(7, 3, 9, 7).requireGradient(true);
      assertThat(Work.ofCall(first, images, first.call(images)))
          .isEqualTo(new Work(7 * FIRST, 14 * FIRST));
    }
    network.close();
  }

  @Test
  void countingLeavesTheNetworkAsItWas() {
    long before = LiveTensors.count();
    Work unused = Work.of(network, Shape.of(3, 9, 7));
    assertThat(network.training()).isTrue();
    assertThat(network.stateDict().get("1.num_batches_tracked").item()).isZero();
    assertThat(network.parameters().values()).allMatch(weight -> weight.gradient() == null);
    assertThat(LiveTensors.count()).isEqualTo(before);
    network.close();
  }
}
