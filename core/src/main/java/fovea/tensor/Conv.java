package fovea.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Convolution and the fully connected layer's product. */
public final class Conv {
  private Conv() {}

  /** {@link #conv2d(Tensor, Tensor, Tensor, ConvGeometry)}, the same along height and width. */
  public static Tensor conv2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return conv2d(input, weight, bias, ConvGeometry.of(stride, padding));
  }

  /**
   * Cross-correlation of images with filters, zero-padded.
   *
   * @param input [N, C, H, W]
   * @param weight [K, C / groups, R, S]
   * @param bias [K], or null
   * @return [N, K, H', W'], H' = (H + 2 padding - dilation (R - 1) - 1) / stride + 1, rounded down,
   *     and W' likewise
   */
  public static Tensor conv2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvGeometry geometry) {
    geometry.check("conv2d", input.shape(), weight.shape());
    ShapeRules.vector("conv2d", "bias", bias, weight.shape().size(0));
    return Native.op(
        "conv2d",
        () -> geometry.noted(Operands.of(input, weight, bias)),
        () ->
            Depthwise.isFor(input, weight, geometry)
                ? Depthwise.conv2d(input, weight, bias, geometry)
                : geometry.conv2d(input.handle(), Handles.weight(weight), Handles.bias(bias)));
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
    ShapeRules.linear("linear", input.shape(), weight.shape());
    ShapeRules.vector("linear", "bias", bias, weight.shape().size(0));
    return Native.op(
        "linear",
        () -> Operands.of(input, weight, bias),
        () -> torch.linear(input.handle(), Handles.weight(weight), Handles.bias(bias)));
  }
}
