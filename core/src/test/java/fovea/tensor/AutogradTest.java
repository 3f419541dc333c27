package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class AutogradTest {
  private static boolean recording() {
    try (Scope probe = Scope.open()) {
      return Tensor.ones(1).requireGradient(true).mul(2).requiresGradient();
    }
  }

  @Test
  void blocksNestAndPutBackWhatWasBefore() {
    assertThat(recording()).isTrue();
    try (var outer = Autograd.noGrad()) {
      assertThat(recording()).isFalse();
      try (var inner = Autograd.noGrad()) {
        assertThat(recording()).isFalse();
      }
      assertThat(recording()).isFalse();
    }
    assertThat(recording()).isTrue();
  }

  @Test
  void anExceptionInABlockPutsRecordingBack() {
    assertThatThrownBy(
            () -> {
              try (var off = Autograd.noGrad()) {
                Tensor unused = Tensor.zeros(2).reshape(3);
              }
            })
        .hasMessageStartingWith("reshape");
    assertThat(recording()).isTrue();
  }

  @Test
  void aBlockClosedTwiceTurnsNothingElseOn() {
    Autograd.NoGrad twice = Autograd.noGrad();
    twice.close();
    try (var off = Autograd.noGrad()) {
      twice.close();
      assertThat(recording()).isFalse();
    }
    assertThat(recording()).isTrue();
  }

  @Test
  void aBlockHoldsForItsThreadOnly() throws InterruptedException {
    AtomicBoolean other = new AtomicBoolean();
    try (var off = Autograd.noGrad()) {
      Thread thread = new Thread(() -> other.set(recording()));
      thread.start();
      thread.join();
      assertThat(recording()).isFalse();
    }
    assertThat(other).isTrue();
  }

  @Test
  void gradientsAddUpOverBackwardPassesUntilZeroed() {
    Tensor x = Tensor.of(new float[] {1, 2}, 2).requireGradient(true);
    assertThat(x.gradient()).isNull();
    x.mul(3).sum().backward();
    x.mul(x).sum().backward();
    assertThat(x.gradient().toFloats()).containsExactly(5, 7);
    x.gradient().zeroInPlace();
    assertThat(x.gradient().toFloats()).containsExactly(0, 0);
    x.mul(3).sum().backward();
    assertThat(x.gradient().toFloats()).containsExactly(3, 3);
  }

  @Test
  void gradientsWithRespectToSeveralTensorsFillNoneOfTheirs() {
    Tensor x = Tensor.of(new float[] {1, 2}, 2).requireGradient(true);
    Tensor y = Tensor.of(new float[] {5, 7}, 2).requireGradient(true);
    Tensor middle = x.mul(y);
    long before = LiveTensors.count();
    List<Tensor> found = Autograd.gradients(middle.mul(middle).sum(), List.of(x, y, middle));
    assertThat(found.get(0).toFloats()).containsExactly(50, 196);
    assertThat(found.get(1).toFloats()).containsExactly(10, 56);
    assertThat(found.get(2).toFloats()).containsExactly(10, 28);
    assertThat(x.gradient()).isNull();
    assertThat(y.gradient()).isNull();
    // the product, its sum, and three gradients
    assertThat(LiveTensors.count()).isEqualTo(before + 5);
  }

  @Test
  void seedsWeighTheOutputsAndAreSummed() {
    Tensor x = Tensor.of(new float[] {1, 2}, 2).requireGradient(true);
    Tensor squares = x.mul(x);
    Tensor sum = x.sum();
    Tensor weights = Tensor.of(new float[] {10, 100}, 2);
    List<Tensor> outputs = List.of(squares, sum);
    List<Tensor> seeds = List.of(weights, Tensor.full(3));
    // 2 x times the weights, and three times 1
    List<Tensor> first = Autograd.gradients(outputs, seeds, List.of(x), true);
    assertThat(first.get(0).toFloats()).containsExactly(23, 403);
    List<Tensor> again = Autograd.gradients(outputs, seeds, List.of(x, squares), false);
    assertThat(again.get(0).toFloats()).containsExactly(23, 403);
    assertThat(again.get(1).toFloats()).containsExactly(10, 100);
    assertThat(x.gradient()).isNull();
    assertThatThrownBy(() -> Autograd.gradients(outputs, seeds, List.of(x), false))
        .isInstanceOf(FoveaException.class)
        .message()
        .startsWith("gradients: Trying to backward through the graph a second time")
        .hasLineCount(1);
  }

  @Test
  void seedsAndInputsThatDoNotFitAreNamed() {
    Tensor x = Tensor.ones(2).requireGradient(true);
    Tensor y = x.mul(2);
    assertThatThrownBy(
            () -> Autograd.gradients(List.of(y), List.of(Tensor.ones(3)), List.of(x), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradients: the seed of output 0 is [3] float32, expected [2] float32");
    assertThatThrownBy(() -> Autograd.gradients(List.of(y), List.of(), List.of(x), false))
        .hasMessage(
            "gradients: 1 outputs, 0 seeds and 1 inputs, expected one seed for each output, and"
                + " at least one output and input");
    Tensor apart = Tensor.ones(1).requireGradient(true);
    assertThatThrownBy(
            () -> Autograd.gradients(List.of(y), List.of(Tensor.ones(2)), List.of(apart), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradients: no output depends on input 0, tensor [1] float32 from full");
    assertThatThrownBy(() -> Autograd.gradients(y, List.of(x)))
        .hasMessage(
            "gradients: tensor [2] float32 from mul is not a single number; give a seed of its"
                + " shape");
  }

  @Test
  void aDetachedTensorSharesMemoryAndIsNotRecorded() {
    Tensor x = Tensor.ones(2).requireGradient(true);
    Tensor free = x.detach();
    assertThat(free.requiresGradient()).isFalse();
    free.addInPlace(4);
    assertThat(x.toFloats()).containsExactly(5, 5);
    assertThat(x.copy().requiresGradient()).isTrue();
  }

  @Test
  void changesInPlaceAreNeverRecorded() {
    Tensor weight = Tensor.ones(2).requireGradient(true);
    weight.addInPlace(2);
    weight.lerpInPlace(Tensor.full(5, 2), 0.5);
    assertThat(weight.toFloats()).containsExactly(4, 4);
    weight.copyFrom(Tensor.full(9, 2));
    assertThat(weight.toFloats()).containsExactly(9, 9);
    Tensor average = Tensor.zeros(2);
    average.lerpInPlace(weight, 0.5);
    average.copyFrom(weight);
    assertThat(average.requiresGradient()).isFalse();
    weight.zeroInPlace();
    assertThat(weight.toFloats()).containsExactly(0, 0);
    assertThat(weight.requiresGradient()).isTrue();
  }

  @Test
  void onlySingleRecordedNumbersHaveGradients() {
    assertThatThrownBy(() -> Tensor.ones(2).requireGradient(true).mul(2).backward())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "backward: tensor [2] float32 from mul is not a single number; reduce it first");
    assertThatThrownBy(() -> Tensor.ones(1).backward())
        .isInstanceOf(FoveaException.class)
        .message()
        .startsWith("backward: element 0 of tensors does not require grad")
        .hasLineCount(1);
    assertThatThrownBy(() -> Tensor.ofLongs(new long[1], 1).requireGradient(true))
        .isInstanceOf(FoveaException.class)
        .message()
        .startsWith("requireGradient: ")
        .hasLineCount(1);
  }
}
