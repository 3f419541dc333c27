package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.LiveTensors;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outside the tensor package, as its users are: frames inside it are not listed. */
class LiveTensorsTest {
  private final long before = LiveTensors.count();

  @AfterEach
  void stopTracing() {
    LiveTensors.trace(false);
    assertThat(LiveTensors.list()).isEmpty();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aLeakedTensorIsListedWithTheLineThatMadeIt() {
    LiveTensors.trace(true);
    try (Scope module = Scope.detached()) {
      try (Scope scope = Scope.open()) {
        Tensor leaked = module.adopt(Tensor.zeros(2, 3).add(1));
        assertThat(leaked.shape().rank()).isEqualTo(2);
        assertThat(LiveTensors.list()).hasSize(2);
      }
      assertThat(LiveTensors.list())
          .singleElement()
          .asString()
          .matches(
              "tensor \\[2, 3\\] float32 from add made at .*LiveTensorsTest"
                  + "\\.aLeakedTensorIsListedWithTheLineThatMadeIt\\(LiveTensorsTest\\.java:\\d+\\)");
      assertThat(LiveTensors.count()).isEqualTo(before + 1);
    }
  }

  @Test
  void tensorsMadeWithoutTracingAreCountedAndNotListed() {
    try (Scope scope = Scope.open()) {
      Tensor silent = Tensor.zeros(2);
      LiveTensors.trace(true);
      Tensor traced = Tensor.zeros(3);
      assertThat(List.of(silent, traced)).hasSize(2);
      assertThat(LiveTensors.count()).isEqualTo(before + 2);
      assertThat(LiveTensors.list()).singleElement().asString().startsWith("tensor [3]");
    }
  }
}
