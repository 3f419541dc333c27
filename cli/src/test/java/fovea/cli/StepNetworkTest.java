package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.CountedWork;
import fovea.nn.Module;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class StepNetworkTest {
  @Test
  void theNetworksAreTheOnesThatThePeersMeasure() {
    long positions = 32 * 32;
    long article = positions * 64 * 27 + 64L * 16 * 16 * 512 + 512 * 10;
    long vgg6 =
        positions * (64 * 27 + 64 * 64 * 9)
            + positions / 4 * (64 * 128 * 9 + 128 * 128 * 9)
            + positions / 16 * (128 * 256 * 9 + 256 * 256 * 9)
            + 256 * 10;
    assertThat(forward(StepNetwork.ARTICLE)).isEqualTo(2 * article);
    assertThat(forward(StepNetwork.VGG6)).isEqualTo(2 * vgg6);
  }

  private static long forward(StepNetwork measured) {
    try (Module network = measured.create(Rng.seeded(1))) {
      return CountedWork.of(network, Shape.of(3, 32, 32)).forward();
    }
  }
}
