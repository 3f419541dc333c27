package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** Each made when it is asked for, within a scope. */
  private static Stream<Arguments> misfits() {
    Supplier<Tensor> images = () -> Tensor.ones(2, 3, 4, 4);
    Supplier<Tensor> filters = () -> Tensor.ones(8, 3, 3, 3);
    Supplier<Tensor> matrix = () -> Tensor.ones(5, 3);
    Supplier<Tensor> three = () -> Tensor.ones(3);
    Supplier<Tensor> four = () -> Tensor.ones(4);
    return Stream.of(
        misfit(
            "matmul: [2, 3, 4] times [5, 4, 3]: the batches don't broadcast: 2 against 5 in dimension -3",
            () -> Tensor.ones(2, 3, 4).matmul(Tensor.ones(5, 4, 3))),
        misfit(
            "matmul: [3, 1, 2, 2] times [2, 1, 2, 2]: the batches don't broadcast: 3 against 2 in dimension -4",
            () -> Tensor.ones(3, 1, 2, 2).matmul(Tensor.ones(2, 1, 2, 2))),
        misfit(
            "conv2d: bias [4], expected [8]",
            () -> Conv.conv2d(images.get(), filters.get(), four.get(), 1, 1)),
        misfit(
            "linear: bias [4], expected [5]",
            () -> Conv.linear(matrix.get(), matrix.get(), four.get())),
        misfit("batchNorm: weight [4], expected [3]", () -> batchNorm(four, three, three, three)),
        misfit("batchNorm: bias [4], expected [3]", () -> batchNorm(three, four, three, three)),
        misfit(
            "batchNorm: running mean [1, 3], expected [3]",
            () -> batchNorm(three, three, () -> Tensor.ones(1, 3), three)),
        misfit(
            "batchNorm: running variance [4], expected [3]",
            () -> batchNorm(three, three, three, four)),
        misfit(
            "layerNorm: bias [4], expected [3]",
            () -> Norm.layerNorm(matrix.get(), three.get(), four.get(), 1e-5)),
        misfit(
            "layerNorm: weight [1, 3], expected [3]",
            () -> Norm.layerNorm(matrix.get(), Tensor.ones(1, 3), three.get(), 1e-5)),
        misfit(
            "affineGrid: theta [2, 3, 2], expected [2, 2, 3] for images [2, 3, 4, 4]",
            () -> Geometry.affineGrid(Tensor.ones(2, 3, 2), Shape.of(2, 3, 4, 4))),
        misfit(
            "affineGrid: theta [1, 2, 3], expected [2, 2, 3] for images [2, 3, 4, 4]",
            () -> Geometry.affineGrid(Tensor.ones(1, 2, 3), Shape.of(2, 3, 4, 4))),
        misfit(
            "affineGrid: images [3, 4] has 2 dimensions, expected 4: [N, C, H, W]",
            () -> Geometry.affineGrid(Tensor.ones(1, 2, 3), Shape.of(3, 4))),
        misfit(
            "gridSample: grid [3, 4, 4, 2], expected [2, H, W, 2] for images [2, 3, 4, 4]",
            () -> sampled(images, 3, 4, 4, 2)),
        misfit(
            "gridSample: grid [2, 4, 4, 3], expected [2, H, W, 2] for images [2, 3, 4, 4]",
            () -> sampled(images, 2, 4, 4, 3)),
        misfit(
            "gridSample: images [2, 3, 0, 4] have no pixels to read",
            () -> sampled(() -> Tensor.ones(2, 3, 0, 4), 2, 4, 4, 2)),
        misfit("resize: size is 0, expected at least 1", () -> Geometry.resize(images.get(), 0)),
        misfit(
            "maxPool2d: stride is 0, expected at least 1",
            () -> Pool.maxPool2d(images.get(), 2, 0)),
        misfit(
            "maxPool2d: window is 0, expected at least 1",
            () -> Pool.maxPool2d(images.get(), 0, 1)),
        misfit(
            "avgPool2d: stride is 0, expected at least 1",
            () -> Pool.avgPool2d(images.get(), 2, 0)),
        misfit(
            "avgPool2d: window is 0, expected at least 1",
            () -> Pool.avgPool2d(images.get(), 0, 1)),
        misfit(
            "adaptiveAvgPool2d: size is -1, expected at least 1",
            () -> Pool.adaptiveAvgPool2d(images.get(), -1)),
        misfit(
            "reshape: [3] holds 3 values and doesn't fit [-2, -3]",
            () -> three.get().reshape(-2, -3)),
        misfit(
            "reshape: [3] holds 3 values and doesn't fit [-3, -1]",
            () -> three.get().reshape(-3, -1)),
        misfit("expand: [3] can't be repeated to [-1, 3]", () -> three.get().expand(-1, 3)));
  }

  private static Arguments misfit(String message, Supplier<Tensor> operation) {
    return Arguments.of(message, operation);
  }

  private static Tensor batchNorm(
      Supplier<Tensor> weight,
      Supplier<Tensor> bias,
      Supplier<Tensor> mean,
      Supplier<Tensor> variance) {
    return Norm.batchNorm(
        Tensor.ones(2, 3, 4, 4),
        weight.get(),
        bias.get(),
        mean.get(),
        variance.get(),
        true,
        0.1,
        1e-5);
  }

  private static Tensor sampled(Supplier<Tensor> images, long... grid) {
    return Geometry.gridSample(images.get(), Tensor.ones(grid), Geometry.Padding.ZERO);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void whatDoesntFitIsRefusedBeforeLibtorchIsCalled(String message, Supplier<Tensor> operation) {
    try (Scope scope = Scope.open()) {
      refused(operation, message);
    }
  }

  @Test
  void packedAndQuantizedLayersRefuseInputsOfOtherShapes() {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      ConvGeometry dense = ConvGeometry.of(1, 0);
      Tensor filters = Tensor.ones(16, 8, 3, 3);
      Tensor factors = Tensor.ones(16, 8);
      if (PackedLayer.isPossible(DType.FLOAT32)) {
        try (PackedLayer conv = PackedLayer.conv2d(filters, null, dense, FusedActivation.NONE);
            PackedLayer linear = PackedLayer.linear(factors, null, FusedActivation.NONE)) {
          refusesOthers("packed", conv::apply, linear::apply);
        }
        refused(
            () -> {
              PackedLayer.linear(factors, Tensor.ones(8), FusedActivation.NONE).close();
              return factors;
            },
            "packed linear: bias [8], expected [16]");
      }
      if (QuantizedLayer.isPossible()) {
        try (QuantizedLayer conv =
                QuantizedLayer.conv2d(
                    filters, null, dense, FusedActivation.NONE, Quantization.of(0, 1), null);
            QuantizedLayer linear =
                QuantizedLayer.linear(factors, null, FusedActivation.NONE, 0, 1)) {
          refusesOthers("quantized", conv::apply, linear::apply);
        }
      }
    }
  }

  private static void refusesOthers(
      String kind, UnaryOperator<Tensor> conv, UnaryOperator<Tensor> linear) {
    refused(
        () -> conv.apply(Tensor.ones(1, 7, 4, 4)),
        kind + " conv2d: input [1, 7, 4, 4] has 7 channels, weight [16, 8, 3, 3] wants 8");
    refused(
        () -> conv.apply(Tensor.ones(8, 4, 4)),
        kind + " conv2d: input [8, 4, 4] has 3 dimensions, expected 4: [N, C, H, W]");
    refused(
        () -> conv.apply(Tensor.ones(1, 8, 2, 4)),
        kind
            + " conv2d: input [1, 8, 2, 4] with padding 0 is smaller than the filters of weight [16, 8, 3, 3]");
    refused(
        () -> linear.apply(Tensor.ones(1, 7)),
        kind + " linear: input [1, 7] ends in 7 features, weight [16, 8] wants 8");
    assertThat(conv.apply(Tensor.ones(1, 8, 4, 4)).shape()).isEqualTo(Shape.of(1, 16, 2, 2));
    assertThat(linear.apply(Tensor.ones(2, 8)).shape()).isEqualTo(Shape.of(2, 16));
  }

  @Test
  void whatPyTorchAllowsIsAllowed() {
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
      assertThat(Tensor.cat(List.of(x, Tensor.zeros(2, 1)), -1).shape()).isEqualTo(Shape.of(2, 4));
      assertThat(x.permute(-1, 0).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
      assertThat(Tensor.zeros(3, 1).expand(2, -1, 5).shape()).isEqualTo(Shape.of(2, 3, 5));
      assertThat(Tensor.ones(5, 1, 2, 3).matmul(Tensor.ones(4, 3, 2)).shape())
          .isEqualTo(Shape.of(5, 4, 2, 2));
      assertThat(Tensor.ones(4, 2, 3).matmul(Tensor.ones(3)).shape()).isEqualTo(Shape.of(4, 2));
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
