package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.nn.Module;
import fovea.nn.TooLarge;
import org.junit.jupiter.api.Test;

class FailingNetworkTest {
  @Test
  void aNetworkThatThereIsNoMemoryForIsLeftInItsMode() {
    try (Module network = new TooLarge()) {
      network.train();
      assertThatThrownBy(() -> Attacker.of(network, Networks.INPUT, Networks.HOW))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("of a test");
      assertThat(network.training()).isTrue();
    }
  }
}
