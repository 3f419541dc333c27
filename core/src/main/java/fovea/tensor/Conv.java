package fovea.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Convolution and the fully connected layer's product. */
public final class Conv {
  private Conv() {}

  /**
   * Cross-correlation of images with filters, zero-padded.
   *
   * @param input [N, C, H, W]
   * @param weight [K, C, R, S]
   * @param bias [K], or null
   * @return [N, K, (H + 2 padding - R) / stride + 1, (W + 2 padding - S) / stride + 1]
   */
  public static Tensor conv2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    Shape x = input.shape();
    Shape w = weight.shape();
    ShapeRules.rank("conv2d", "input", x, 4, "[N, C, H, W]");
    ShapeRules.rank("conv2d", "weight", w, 4, "[outChannels, inChannels, height, width]");
    ShapeRules.require(
        x.size(1) == w.size(1),
        "conv2d: input %s has %s, weight %s wants %d",
        x,
        ShapeRules.count(x.size(1), "channel"),
        w,
        w.size(1));
    ShapeRules.require(
        x.size(2) + 2L * padding >= w.size(2) && x.size(3) + 2L * padding >= w.size(3),
        "conv2d: input %s with padding %d is smaller than the filters of weight %s",
        x,
        padding,
        w);
    return Native.op(
        "conv2d",
        () ->
            Operands.of(input, weight, bias)
                .with("stride", new long[] {stride, stride})
                .with("padding", new long[] {padding, padding})
                .with("dilation", new long[] {1, 1})
                .with("groups", 1),
        () ->
            torch.conv2d(
                input.handle(),
                weight.handle(),
                Handles.optional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1));
  }

  /**
   * {@code input weight^T + bias}.
   *
   * @param input [N, in]
   * @param weight [out, in]
   * @param bias [out], or null
   * @return [N, out]
   */
  public static Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
    ShapeRules.rank("linear", "weight", weight.shape(), 2, "[out, in]");
    ShapeRules.require(
        input.shape().rank() >= 1 && input.shape().size(-1) == weight.shape().size(1),
        "linear: input %s ends in %d features, weight %s wants %d",
        input.shape(),
        input.shape().rank() == 0 ? 0 : input.shape().size(-1),
        weight.shape(),
        weight.shape().size(1));
    return Native.op(
        "linear",
        () -> Operands.of(input, weight, bias),
        () -> torch.linear(input.handle(), weight.handle(), Handles.optional(bias)));
  }
}
