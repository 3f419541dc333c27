package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedActivationsTest {
  private final Rng rng = Rng.seeded(1);

  /** 3 to 6 channels on 8 x 8, half the size, 6 to 5, a vector of 20, two classes. */
  @Test
  void aChainNeedsAnInputAndAnOutputAtATime() {
    try (Module network =
        Sequential.of(
            new Conv2d(3, 6, 3, 1, 1, true, rng),
            new ReLU(true),
            new MaxPool2d(2, 2),
            new ReLU(false),
            new Flatten(),
            new Linear(96, 20, true, rng),
            new Linear(20, 2, true, rng))) {
      CountedActivations found = CountedActivations.of(network, Shape.of(3, 8, 8));
      long conv = 6 * 64;
      long pooled = 6 * 16;
      assertThat(found.ofProducts()).isEqualTo(conv + 20 + 2);
      assertThat(found.all()).isEqualTo(conv + pooled + pooled + 20 + 2);
      assertThat(found.peak()).isEqualTo(3 * 64 + conv);
    }
  }

  /** Gives its input and twice its input side by side, added to what comes of a convolution. */
  private static final class Branches extends Module {
    private final Module conv = child("conv", new Conv2d(3, 3, 1, 1, 0, false, Rng.seeded(2)));

    @Override
    protected Tensor forward(Tensor images) {
      Tensor first = conv.call(images);
      Tensor second = first.mul(2);
      Tensor third = second.mul(3);
      return first.add(third).flatten(1);
    }
  }

  @Test
  void aBranchIsNeededUntilItIsJoined() {
    try (Module network = new Branches()) {
      CountedActivations found = CountedActivations.of(network, Shape.of(3, 4, 4));
      assertThat(found.ofProducts()).isEqualTo(48);
      assertThat(found.all()).isEqualTo(4 * 48);
      // First, second and third; then first, third and the sum.
      assertThat(found.peak()).isEqualTo(3 * 48);
    }
  }

  /** Against what a listener hears of layers that each write their output once. */
  @Test
  void randomChainsWriteWhatTheirLayersGive() {
    for (int seed = 0; seed < 20; seed++) {
      Rng random = Rng.seeded(seed);
      List<Module> layers = new ArrayList<>();
      int channels = 3;
      for (int i = 0; i < 2 + random.nextInt(5); i++) {
        int next = 1 + random.nextInt(7);
        layers.add(new Conv2d(channels, next, 3, 1 + random.nextInt(2), 1, true, random));
        layers.add(random.nextInt(2) == 0 ? new BatchNorm2d(next) : new ReLU(false));
        channels = next;
      }
      try (Module network = Sequential.of(layers)) {
        Shape input = Shape.of(3, 5 + random.nextInt(20), 5 + random.nextInt(20));
        long all = 0;
        long products = 0;
        long peak = 0;
        long before = input.elements();
        for (Summary.Layer layer : Summary.of(network, input).layers()) {
          long given = layer.outputShape().stream().reduce(1L, (a, b) -> a * b);
          all += given;
          products += layer.type().equals("Conv2d") ? given : 0;
          peak = Math.max(peak, before + given);
          before = given;
        }
        assertThat(CountedActivations.of(network, input))
            .as("seed %d", seed)
            .isEqualTo(new CountedActivations(products, all, peak));
      }
    }
  }

  @Test
  void countingLeavesTheNetworkAsItWas() {
    long before = LiveTensors.count();
    try (Module network = Sequential.of(new Conv2d(3, 2, 1, 1, 0, true, rng), new BatchNorm2d(2))) {
      CountedActivations unused = CountedActivations.of(network, Shape.of(3, 4, 4));
      assertThat(network.training()).isTrue();
      assertThat(network.stateDict().get("1.num_batches_tracked").item()).isZero();
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
