package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.nn.Module;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FailingNetworkTest {
  private static final class TooLarge extends Module {
    @Override
    protected Tensor forward(Tensor images) {
      throw new OutOfMemoryError("of a test");
    }
  }

  @Test
  void aNetworkThatThereIsNoMemoryForIsLeftInItsMode() {
    try (Module network = new TooLarge()) {
      network.train();
      assertThatThrownBy(() -> Explainer.of(network, Networks.INPUT, Networks.HOW))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("of a test");
      assertThat(network.training()).isTrue();
    }
  }
}
