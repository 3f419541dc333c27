package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeavesTest {
  @Test
  void gradientsGoToTheLeafAndValuesAreTheParameters() {
    long before = LiveTensors.count();
    try (Scope scope = Scope.open()) {
      Tensor weight = Tensor.of(new float[] {2, 3}, 2).requireGradient(true);
      Tensor unused = Tensor.of(new float[] {5}, 1).requireGradient(true);
      try (Leaves leaves = new Leaves(List.of(weight, unused), List.of())) {
        weight.copyFrom(Tensor.of(new float[] {4, 6}, 2));
        try (Leaves.Block block = leaves.on()) {
          weight.mul(weight).sum().backward();
          weight.mul(10).sum().backward();
        }
        assertThat(weight.gradient()).isNull();
        List<Tensor> gradients = leaves.takeGradients();
        assertThat(gradients.get(0).toFloats()).containsExactly(18, 22);
        assertThat(gradients.get(1)).isNull();
        assertThat(leaves.takeGradients()).containsOnlyNulls();
        weight.mul(3).sum().backward();
        assertThat(weight.gradient().toFloats()).containsExactly(3, 3);
        assertThat(leaves.takeGradients()).containsOnlyNulls();
      }
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aFrozenParametersLeafWantsNoGradientUntilItIsTrainedAgain() {
    try (Scope scope = Scope.open()) {
      Tensor weight = Tensor.of(new float[] {2}, 1).requireGradient(true);
      Tensor input = Tensor.of(new float[] {7}, 1).requireGradient(true);
      try (Leaves leaves = new Leaves(List.of(weight), List.of())) {
        Tensor unused = weight.requireGradient(false);
        try (Leaves.Block block = leaves.on()) {
          weight.mul(input).sum().backward();
        }
        assertThat(leaves.takeGradients()).containsOnlyNulls();
        unused = weight.requireGradient(true);
        try (Leaves.Block block = leaves.on()) {
          weight.mul(input).sum().backward();
        }
        assertThat(leaves.takeGradients().get(0).toFloats()).containsExactly(7);
      }
    }
  }

  @Test
  void blocksNestAndOtherThreadsSeeTheParameter() throws Exception {
    try (Scope scope = Scope.open()) {
      Tensor weight = Tensor.of(new float[] {2}, 1).requireGradient(true);
      try (Leaves outer = new Leaves(List.of(weight), List.of());
          Leaves inner = new Leaves(List.of(weight), List.of());
          Leaves.Block first = outer.on()) {
        try (Leaves.Block second = inner.on()) {
          weight.mul(3).sum().backward();
          Thread other =
              new Thread(
                  () -> {
                    try (Scope own = Scope.open()) {
                      weight.mul(5).sum().backward();
                    }
                  });
          other.start();
          other.join();
        }
        weight.mul(4).sum().backward();
        assertThat(inner.takeGradients().get(0).toFloats()).containsExactly(3);
        assertThat(outer.takeGradients().get(0).toFloats()).containsExactly(4);
      }
      assertThat(weight.gradient().toFloats()).containsExactly(5);
    }
  }

  @Test
  void inBfloat16ProductsSeeConvertedWeightsAndBothGradientsAddUp() {
    try (Scope scope = Scope.open()) {
      Tensor weight = Tensor.full(3, 2, 4).requireGradient(true);
      Tensor converted = Tensor.full(5, 2, 4).to(DType.BFLOAT16); // otherwise, to tell them apart
      Tensor input = Tensor.ones(1, 4);
      try (Leaves leaves = new Leaves(List.of(weight), List.of(converted));
          Leaves.Block block = leaves.on()) {
        assertThat(Conv.linear(input, weight, null).toFloats()).containsOnly(12);
        try (Precision.Block precision = Precision.BFLOAT16.on()) {
          Tensor product = Conv.linear(input, weight, null);
          assertThat(product.toFloats()).containsOnly(20);
          product.sum().backward();
          assertThat(leaves.takeGradients().get(0).dtype()).isEqualTo(DType.BFLOAT16);
          Conv.linear(input, weight, null).sum().add(weight.mul(7).sum()).backward();
        }
        Tensor both = leaves.takeGradients().get(0);
        assertThat(both.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(both.toFloats()).containsOnly(8);
      }
    }
  }
}
