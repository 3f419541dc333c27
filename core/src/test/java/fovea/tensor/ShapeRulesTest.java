package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Shapes that don't fit are told in our words, before libtorch is called. */
class ShapeRulesTest {
  @Test
  void everyOperationNamesItsRule() {
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.zeros(2, 3);
      Tensor longs = Tensor.ofLongs(new long[] {0, 1}, 2);
      refused(
          () -> Tensor.cat(List.of(x, Tensor.zeros(2, 4)), 0),
          "cat: [2, 4] does not join with [2, 3]");
      refused(() -> Tensor.cat(List.of(), 0), "cat: no tensors to join");
      refused(() -> Tensor.cat(List.of(x), 2), "cat: [2, 3] has no dimension 2");
      refused(
          () -> Tensor.stack(List.of(x, Tensor.zeros(3)), 0),
          "stack: [3] does not join with [2, 3]");
      refused(
          () -> x.where(Tensor.zeros(4), x),
          "where: [2, 3] and [4] don't broadcast: 3 against 4 in dimension -1");
      refused(() -> x.sum(2), "sum: [2, 3] has no dimension 2");
      refused(() -> x.mean(-3), "mean: [2, 3] has no dimension -3");
      refused(() -> x.max(5), "max: [2, 3] has no dimension 5");
      refused(() -> x.argmax(2), "argmax: [2, 3] has no dimension 2");
      refused(() -> x.softmax(2), "softmax: [2, 3] has no dimension 2");
      refused(() -> x.flip(2), "flip: [2, 3] has no dimension 2");
      refused(() -> x.transpose(0, 2), "transpose: [2, 3] has no dimension 2");
      refused(() -> x.unsqueeze(3), "unsqueeze: [2, 3] has no place for a dimension 3");
      refused(() -> x.unsqueeze(-4), "unsqueeze: [2, 3] has no place for a dimension -4");
      refused(() -> x.permute(0, 0), "permute: [0, 0] does not order the 2 dimensions of [2, 3]");
      refused(() -> x.permute(0), "permute: [0] does not order the 2 dimensions of [2, 3]");
      refused(() -> x.expand(2, 4), "expand: [2, 3] can't be repeated to [2, 4]");
      refused(
          () -> x.indexSelect(0, x),
          "indexSelect: the index is [2, 3] float32, expected int64 with 1 dimension");
      refused(
          () -> x.gather(0, longs),
          "gather: the index is [2] int64, expected int64 with 2 dimensions");
    }
  }

  @Test
  void whatPyTorchAllowsIsAllowed() {
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
      assertThat(Tensor.cat(List.of(x, Tensor.zeros(2, 1)), -1).shape()).isEqualTo(Shape.of(2, 4));
      assertThat(x.permute(-1, 0).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
      assertThat(Tensor.zeros(3, 1).expand(2, -1, 5).shape()).isEqualTo(Shape.of(2, 3, 5));
      assertThat(x.unsqueeze(2).shape()).isEqualTo(Shape.of(2, 3, 1));
      assertThat(x.unsqueeze(-3).shape()).isEqualTo(Shape.of(1, 2, 3));
      assertThat(Tensor.full(7).unsqueeze(0).shape()).isEqualTo(Shape.of(1));
      assertThat(Tensor.full(7).sum(0).item()).isEqualTo(7);
      assertThat(x.sum(-1).toFloats()).containsExactly(6, 15);
    }
  }

  private static void refused(Supplier<Tensor> operation, String message) {
    assertThatThrownBy(operation::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
