package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void arithmeticFollowsJava() {
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.of(new float[] {1, -2, 3, 4}, 2, 2);
      Tensor y = Tensor.of(new float[] {10, 20}, 2);
      assertThat(x.add(y).toFloats()).containsExactly(11, 18, 13, 24);
      assertThat(x.sub(1).mul(2).div(4).toFloats()).containsExactly(0, -1.5f, 1, 1.5f);
      assertThat(x.matmul(x).toFloats()).containsExactly(-5, -10, 15, 10);
      assertThat(x.sum(0).toFloats()).containsExactly(4, 2);
      assertThat(x.mean().item()).isEqualTo(1.5);
      assertThat(x.max(1).toFloats()).containsExactly(1, 4);
      assertThat(x.argmax(1).toLongs()).containsExactly(0, 1);
      assertThat(x.clamp(0, 3).toFloats()).containsExactly(1, 0, 3, 3);
      assertThat(x.eq(Tensor.full(3, 2, 2)).toBytes()).containsExactly(0, 0, 1, 0);
      assertThat(x.where(Tensor.ofBytes(new byte[] {1, 0, 0, 1}, 2, 2), x.neg()).toFloats())
          .containsExactly(1, 2, -3, 4);
      assertThat(Tensor.cat(List.of(x, x), 0).shape()).isEqualTo(Shape.of(4, 2));
      assertThat(Tensor.stack(List.of(x, x), 0).shape()).isEqualTo(Shape.of(2, 2, 2));
    }
  }

  @Test
  void bytesRoundTripForEveryType() {
    try (Scope scope = Scope.open()) {
      for (DType dtype : DType.values()) {
        byte[] raw = new byte[6 * dtype.bytes()];
        for (int i = 0; i < raw.length; i++) {
          raw[i] = (byte) (i * 7 % 60);
        }
        Tensor tensor = Tensor.ofRaw(ByteBuffer.wrap(raw), dtype, Shape.of(2, 3));
        assertThat(tensor.dtype()).isEqualTo(dtype);
        assertThat(tensor.toRaw()).isEqualTo(raw);
      }
      assertThat(Tensor.ofLongs(new long[] {1, -5}, 2).toLongs()).containsExactly(1, -5);
    }
  }

  @Test
  void channelsLastChangesMemoryAndNotValues() {
    try (Scope scope = Scope.open()) {
      Tensor x = RandomTensor.normal(Rng.seeded(3), Shape.of(2, 3, 4, 5));
      assertThat(x.channelsLast().toFloats()).isEqualTo(x.toFloats());
      assertThat(x.channelsLast().toRaw()).isEqualTo(x.toRaw());
    }
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    try (Scope scope = Scope.open()) {
      Tensor images = Tensor.zeros(8, 1, 32, 32);
      Tensor filters = Tensor.zeros(64, 3, 3, 3);
      assertThatThrownBy(() -> Conv.conv2d(images, filters, null, 1, 1))
          .hasMessage("conv2d: input [8, 1, 32, 32] has 1 channel, weight [64, 3, 3, 3] wants 3");
      assertThatThrownBy(() -> Tensor.zeros(2, 3).matmul(Tensor.zeros(2, 3)))
          .hasMessageStartingWith("matmul: [2, 3] times [2, 3]: the last dimension");
      assertThatThrownBy(() -> Tensor.zeros(2, 3).add(Tensor.zeros(2)))
          .hasMessage("add: [2, 3] and [2] don't broadcast: 3 against 2 in dimension -1");
      assertThatThrownBy(() -> Tensor.zeros(2, 3).reshape(4, 2))
          .hasMessage("reshape: [2, 3] holds 6 values and doesn't fit [4, 2]");
      assertThatThrownBy(() -> Tensor.zeros(4).narrow(0, 3, 2))
          .hasMessage("narrow: 2 values from 3 on don't lie in dimension 0 of [4]");
      assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
          .hasMessage("of: 5 values, and shape [2, 3] takes 6");
      assertThatThrownBy(() -> Conv.linear(Tensor.zeros(2, 5), Tensor.zeros(3, 4), null))
          .hasMessage("linear: input [2, 5] ends in 5 features, weight [3, 4] wants 4");
      assertThatThrownBy(() -> Pool.maxPool2d(Tensor.zeros(1, 1, 1, 1), 2, 2))
          .hasMessage("maxPool2d: input [1, 1, 1, 1] is smaller than the window of 2 x 2");
      assertThatThrownBy(
              () -> Loss.crossEntropy(Tensor.zeros(2, 3), Tensor.ofLongs(new long[1], 1), 0))
          .hasMessage("crossEntropy: labels [1] of INT64, logits [2, 3] want int64 labels [2]");
    }
  }

  @Test
  void whatLibtorchRefusesIsOneLine() {
    try (Scope scope = Scope.open()) {
      assertThatThrownBy(() -> Tensor.zeros(2, 3).indexSelect(0, Tensor.ofLongs(new long[] {7}, 1)))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("indexSelect: index out of range")
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
  }

  @Test
  void gradientsMatchTheDerivative() {
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requireGradient(true);
      x.mul(x).sum().backward();
      assertThat(x.gradient().toFloats()).containsExactly(2, 4, 6);
      Tensor cubes = x.pow(3).sum();
      assertThat(Autograd.gradients(cubes, List.of(x)).get(0).toFloats())
          .containsExactly(3, 12, 27);
      assertThat(x.gradient().toFloats()).containsExactly(2, 4, 6);
      try (var off = Autograd.noGrad()) {
        assertThat(x.mul(2).requiresGradient()).isFalse();
      }
      assertThat(x.mul(2).requiresGradient()).isTrue();
    }
  }

  @Test
  void bfloat16BlocksRunProductsInBfloat16AndEndWithTheBlock() {
    try (Scope scope = Scope.open()) {
      Tensor x = RandomTensor.normal(Rng.seeded(1), Shape.of(4, 8));
      Tensor w = RandomTensor.normal(Rng.seeded(2), Shape.of(5, 8));
      try (var block = Precision.BFLOAT16.on()) {
        assertThat(Conv.linear(x, w, null).dtype()).isEqualTo(DType.BFLOAT16);
        try (var inner = Precision.FLOAT32.on()) {
          assertThat(Conv.linear(x, w, null).dtype()).isEqualTo(DType.FLOAT32);
        }
        assertThat(Conv.linear(x, w, null).dtype()).isEqualTo(DType.BFLOAT16);
      }
      assertThat(Conv.linear(x, w, null).dtype()).isEqualTo(DType.FLOAT32);
    }
  }

  @Test
  void randomTensorsRepeatWithTheirSeed() {
    try (Scope scope = Scope.open()) {
      float[] first = RandomTensor.normal(Rng.seeded(5), Shape.of(1000)).toFloats();
      assertThat(RandomTensor.normal(Rng.seeded(5), Shape.of(1000)).toFloats()).isEqualTo(first);
      assertThat(RandomTensor.normal(Rng.seeded(6), Shape.of(1000)).toFloats()).isNotEqualTo(first);
      double kept = RandomTensor.bernoulli(0.3, Rng.seeded(1), Shape.of(10_000)).mean().item();
      assertThat(kept).isCloseTo(0.3, within(0.02));
    }
  }
}
