package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.LiveTensors;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outside the tensor package, as its users are: frames inside it are not listed. */
class LiveTensorsTest {
  private final long before = LiveTensors.count();

  @AfterEach
  void stopTracing() {
    LiveTensors.trace(false);
  }

  @Test
  void aLeakedTensorIsListedWithTheLineThatMadeIt() {
    LiveTensors.trace(true);
    try (Scope module = Scope.detached()) {
      try (Scope scope = Scope.open()) {
        Tensor leaked = module.adopt(Tensor.zeros(2, 3).add(1));
        assertThat(LiveTensors.list()).hasSize(2);
        assertThat(leaked.toFloats()).containsOnly(1);
      }
      assertThat(LiveTensors.list())
          .singleElement()
          .asString()
          .matches(
              "tensor \\[2, 3\\] float32 from add made at .*LiveTensorsTest"
                  + "\\.aLeakedTensorIsListedWithTheLineThatMadeIt\\(LiveTensorsTest\\.java:\\d+\\)");
      assertThat(LiveTensors.count()).isEqualTo(before + 1);
    }
    assertNothingIsLeft();
  }

  @Test
  void tensorsMadeWithoutTracingAreCountedAndNotListed() {
    try (Scope scope = Scope.open()) {
      Tensor silent = Tensor.zeros(2);
      assertThat(LiveTensors.count()).isEqualTo(before + 1);
      LiveTensors.trace(true);
      assertThat(LiveTensors.list()).isEmpty();
      Tensor traced = silent.add(3);
      assertThat(traced.toFloats()).containsExactly(3, 3);
      assertThat(LiveTensors.count()).isEqualTo(before + 2);
      assertThat(LiveTensors.list())
          .singleElement()
          .asString()
          .startsWith("tensor [2] float32 from add made at ");
    }
    assertNothingIsLeft();
  }

  @Test
  void tracingThatWasSwitchedOffRemembersNothing() {
    try (Scope scope = Scope.open()) {
      LiveTensors.trace(true);
      Tensor traced = Tensor.zeros(2);
      LiveTensors.trace(false);
      Tensor silent = traced.add(1);
      assertThat(silent.toFloats()).containsExactly(1, 1);
      assertThat(LiveTensors.list()).isEmpty();
      assertThat(LiveTensors.count()).isEqualTo(before + 2);
    }
    assertNothingIsLeft();
  }

  /** While tracing is still on where it was: switching it off empties the list by itself. */
  private void assertNothingIsLeft() {
    assertThat(LiveTensors.list()).isEmpty();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
