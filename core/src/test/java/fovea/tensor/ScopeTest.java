package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import fovea.FoveaException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  void aScopeThatLivesLongForgetsWhatOthersTookOver() {
    long before = LiveTensors.count();
    try (Scope living = Scope.detached()) {
      for (int i = 0; i < 10_000; i++) {
        try (Scope step = Scope.open()) {
          Tensor made = living.adopt(Tensor.full(i));
          if (i % 100 > 0) {
            Tensor unused = step.adopt(made);
          }
        }
      }
      assertThat(LiveTensors.count()).isEqualTo(before + 100);
      assertThat(living.listed()).isLessThanOrEqualTo(201);
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

  @Test
  void keepingHandsOverOnlyWhatWouldOtherwiseDie() {
    long before = LiveTensors.count();
    try (Scope module = Scope.detached();
        Scope outer = Scope.open()) {
      Tensor weight = module.adopt(Tensor.ones(1));
      Tensor images = Tensor.ones(2);
      try (Scope middle = Scope.open()) {
        try (Scope inner = Scope.open()) {
          // as functions return their argument where there is nothing to do: to(FLOAT32), dropout
          assertThat(inner.keep(images.to(DType.FLOAT32))).isSameAs(images);
          assertThat(inner.keep(weight)).isSameAs(weight);
        }
      }
      assertThat(images.toFloats()).containsExactly(1, 1);
      assertThat(weight.toFloats()).containsExactly(1);
      outer.close();
      assertThat(weight.toFloats()).containsExactly(1);
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void anOuterScopeKeepsWhatAnInnerOneOwns() {
    try (Scope outermost = Scope.open()) {
      Tensor kept;
      try (Scope outer = Scope.open()) {
        try (Scope inner = Scope.open()) {
          kept = outer.keep(Tensor.ones(2));
        }
        assertThat(kept.toFloats()).containsExactly(1, 1);
      }
      assertThat(kept.toFloats()).containsExactly(1, 1);
    }
  }

  @Test
  void anEndedTensorSaysSoWhateverIsAskedOfIt() {
    Tensor ended;
    try (Scope scope = Scope.open()) {
      ended = Tensor.ones(2, 3).requireGradient(true);
    }
    String message =
        "tensor [2, 3] float32 from full was used after its scope ended; keep it with"
            + " scope.keep(tensor), or use it inside the scope";
    try (Scope scope = Scope.open()) {
      Tensor other = Tensor.ones(2, 3);
      List<ThrowingCallable> uses =
          List.of(
              () -> ended.add(1).item(),
              () -> other.add(ended).item(),
              () -> Tensor.cat(List.of(other, ended), 0).item(),
              ended::toFloats,
              ended::toRaw,
              ended::zeroInPlace,
              ended::gradient,
              ended::requiresGradient,
              () -> other.copyFrom(ended),
              () -> Activation.relu(ended).item(),
              () -> Conv.linear(other, ended, null).item());
      assertThat(uses)
          .allSatisfy(
              use ->
                  assertThatThrownBy(use).isInstanceOf(FoveaException.class).hasMessage(message));
      assertThatThrownBy(() -> scope.adopt(ended))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "tensor [2, 3] float32 from full has already ended with its scope; keep it before");
      assertThatThrownBy(() -> scope.keep(ended)).isInstanceOf(FoveaException.class);
      try (Scope inner = Scope.open()) {
        assertThatThrownBy(() -> inner.keep(ended)).hasMessageContaining("has already ended");
      }
      assertThat(ended).hasToString("tensor [2, 3] float32 from full (ended)");
      assertThat(ended.shape()).isEqualTo(Shape.of(2, 3));
      assertThat(other)
          .hasToString("tensor [2, 3] float32 from full [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]");
    }
  }

  @Test
  void aClosedScopeAdoptsNothing() {
    Scope closed = Scope.detached();
    closed.close();
    try (Scope scope = Scope.open()) {
      Tensor tensor = Tensor.ones(1);
      assertThatThrownBy(() -> closed.adopt(tensor))
          .isInstanceOf(FoveaException.class)
          .hasMessage("adopt: this scope has ended and can't own tensors any more");
      assertThat(tensor.item()).isEqualTo(1);
    }
  }

  @Test
  void aScopeBelongsToTheThreadThatOpenedIt() throws InterruptedException {
    try (Scope scope = Scope.open()) {
      Tensor shared = Tensor.ones(2);
      List<Throwable> refusals = new ArrayList<>();
      Thread other =
          new Thread(
              () -> {
                refusals.add(catchThrowable(scope::close));
                refusals.add(catchThrowable(() -> shared.add(1)));
                try (Scope own = Scope.open()) {
                  refusals.add(
                      catchThrowable(() -> assertThat(shared.add(1).sum().item()).isEqualTo(4)));
                }
              },
              "other");
      String here = Thread.currentThread().getName();
      other.start();
      other.join();
      assertThat(refusals.get(0))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "close: this scope was opened on thread " + here + " and can only be closed there");
      assertThat(refusals.get(1))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "add: no scope is open on thread other, so nothing would own the result; wrap the"
                  + " code in try (Scope scope = Scope.open()) { ... }");
      assertThat(refusals.get(2)).isNull();
      assertThat(shared.toFloats()).containsExactly(1, 1);
    }
  }

  @Test
  void anExceptionInAScopeFreesItsTensors() {
    long before = LiveTensors.count();
    assertThatThrownBy(
            () -> {
              try (Scope scope = Scope.open()) {
                Tensor unused = Tensor.ones(2).add(1).reshape(5);
              }
            })
        .hasMessageStartingWith("reshape");
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void thousandsOfStepsLeaveNothingBehind() {
    long before = LiveTensors.count();
    try (Scope scope = Scope.open()) {
      Tensor total = Tensor.zeros(1);
      for (int step = 0; step < 5_000; step++) {
        try (Scope inner = Scope.open()) {
          total.copyFrom(total.add(1));
        }
        assertThat(LiveTensors.count()).isEqualTo(before + 1);
      }
      assertThat(total.item()).isEqualTo(5_000);
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
