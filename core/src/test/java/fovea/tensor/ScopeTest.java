package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import org.junit.jupiter.api.Test;

class ScopeTest {
  @Test
  void everyTensorDiesWithItsScopeUnlessKept() {
    long before = LiveTensors.count();
    try (Scope outer = Scope.open()) {
      Tensor kept;
      Tensor lost;
      try (Scope inner = Scope.open()) {
        lost = Tensor.zeros(2);
        kept = inner.keep(lost.add(1));
        assertThat(LiveTensors.count()).isEqualTo(before + 2);
      }
      assertThat(LiveTensors.count()).isEqualTo(before + 1);
      assertThat(kept.toFloats()).containsExactly(1, 1);
      assertThatThrownBy(() -> lost.add(1))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("tensor [2] float32 from full was used after its scope ended");
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aTensorWithoutAnOwnerIsRefused() {
    assertThatThrownBy(() -> Tensor.zeros(1))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("full: no scope is open on thread");
  }

  @Test
  void theOutermostScopeHasNobodyToKeepFor() {
    try (Scope scope = Scope.open()) {
      Tensor tensor = Tensor.zeros(1);
      assertThatThrownBy(() -> scope.keep(tensor)).hasMessageContaining("no scope is open around");
    }
  }

  @Test
  void aDetachedScopeOwnsWhatItAdoptsUntilItCloses() {
    long before = LiveTensors.count();
    Scope module = Scope.detached();
    Tensor parameter;
    try (Scope scope = Scope.open()) {
      parameter = module.adopt(Tensor.ones(3));
    }
    assertThat(parameter.requiresGradient()).isFalse();
    module.close();
    module.close();
    assertThat(LiveTensors.count()).isEqualTo(before);
    try (Scope scope = Scope.open()) {
      assertThatThrownBy(() -> parameter.add(1)).isInstanceOf(FoveaException.class);
    }
  }

  @Test
  void scopesCloseInReverseOrderOnly() {
    Scope outer = Scope.open();
    Scope inner = Scope.open();
    assertThatThrownBy(outer::close).hasMessageContaining("still open");
    inner.close();
    outer.close();
  }
}
