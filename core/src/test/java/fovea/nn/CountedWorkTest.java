package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Conv;
import fovea.tensor.ConvGeometry;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tape;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedWorkTest {
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
    assertThat(CountedWork.of(network, Shape.of(3, 9, 7)))
        .isEqualTo(new CountedWork(FIRST + SECOND + LAST, FIRST + 2 * SECOND + 2 * LAST));
    network.close();
  }

  @Test
  void aFrozenFirstLayerWorksForwardOnlyAndTheNextHasNoInputToDifferentiate() {
    Conv2d next = new Conv2d(6, 5, 1, 1, 0, true, rng);
    try (Module frozen = Sequential.of(first, new ReLU(true), next)) {
      first.parameters().values().forEach(weight -> weight.requireGradient(false));
      assertThat(CountedWork.of(frozen, Shape.of(3, 9, 7)))
          .isEqualTo(new CountedWork(FIRST + SECOND, SECOND));
    }
    network.close();
  }

  @Test
  void aFrozenLayerInTheMiddleStillPassesItsGradientOn() {
    network.modules().get("3").parameters().get("weight").requireGradient(false);
    assertThat(CountedWork.of(network, Shape.of(3, 9, 7)))
        .isEqualTo(new CountedWork(FIRST + SECOND + LAST, FIRST + SECOND + 2 * LAST));
    network.close();
  }

  @Test
  void aCallCountsEveryImageOfItsBatch() {
    try (Scope scope = Scope.open();
        Tape tape = Tape.open()) {
      Tensor images = Tensor.zeros(7, 3, 9, 7).requireGradient(true);
      assertThat(first.call(images).shape().size(0)).isEqualTo(7);
      assertThat(CountedWork.of(tape.operations()))
          .isEqualTo(new CountedWork(7 * FIRST, 14 * FIRST));
    }
    network.close();
  }

  /** A convolution in two groups and a product, neither a module, and an addition. */
  private static final class Functional extends Module {
    private final Tensor filters = parameter("filters", () -> Tensor.ones(4, 3, 3, 3));
    private final Tensor factors = parameter("factors", () -> Tensor.ones(16, 5));

    @Override
    protected Tensor forward(Tensor images) {
      ConvGeometry two = ConvGeometry.of(1, 1).grouped(2);
      Tensor rows = Conv.conv2d(Tensor.cat(List.of(images, images), 1), filters, null, two);
      return rows.add(rows).flatten(2).matmul(factors).flatten(1);
    }
  }

  @Test
  void productsOutsideOfModulesCountAndAdditionsDoNot() {
    long convolution = 4 * 16 * 27;
    long product = 4 * 16 * 5;
    try (Module functional = new Functional();
        Module outer = Sequential.of(functional, new Linear(20, 2, true, rng))) {
      Shape input = Shape.of(3, 4, 4);
      long last = 20 * 2;
      assertThat(CountedWork.of(outer, input))
          .isEqualTo(
              new CountedWork(
                  2 * (convolution + product + last), 2 * convolution + 2 * 2 * (product + last)));
      Summary summary = Summary.of(outer, input);
      assertThat(summary.macs()).isEqualTo(convolution + product + last);
      assertThat(summary.layers())
          .extracting(Summary.Layer::macs)
          .containsExactly(convolution + product, last);
    }
    network.close();
  }

  @Test
  void countingLeavesTheNetworkAsItWas() {
    long before = LiveTensors.count();
    CountedWork unused = CountedWork.of(network, Shape.of(3, 9, 7));
    assertThat(network.training()).isTrue();
    assertThat(network.stateDict().get("1.num_batches_tracked").item()).isZero();
    assertThat(network.parameters().values()).allMatch(weight -> weight.gradient() == null);
    assertThat(LiveTensors.count()).isEqualTo(before);
    network.close();
  }
}
