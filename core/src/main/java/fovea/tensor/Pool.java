package fovea.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch;

/** Pooling of [N, C, H, W] over square windows. */
public final class Pool {
  private Pool() {}

  /** The largest value of each window; windows that would leave the image are dropped. */
  public static Tensor maxPool2d(Tensor input, int kernelSize, int stride) {
    return maxPool2d(input, kernelSize, stride, 0, false);
  }

  /**
   * The largest value of each window; windows that would leave the padded image are dropped.
   *
   * @param padding rows and columns on each side that no window finds largest, at most half of
   *     {@code kernelSize}
   * @param ceilMode whether windows that leave the padded image are kept instead, as far as they
   *     begin in it
   */
  public static Tensor maxPool2d(
      Tensor input, int kernelSize, int stride, int padding, boolean ceilMode) {
    ShapeRules.atLeast("maxPool2d", "stride", stride, 1);
    check("maxPool2d", input, kernelSize, padding, ceilMode ? stride - 1 : 0);
    return Native.op(
        "maxPool2d",
        () ->
            Operands.of(input)
                .with("kernelSize", two(kernelSize))
                .with("stride", two(stride))
                .with("padding", two(padding))
                .with("dilation", two(1))
                .with("ceilMode", ceilMode),
        () ->
            input.dtype() == DType.UINT8
                ? WholeNumbers.maxPool2d(input, kernelSize, stride, padding, ceilMode)
                : torch.max_pool2d(
                    input.handle(), two(kernelSize), two(stride), two(padding), two(1), ceilMode));
  }

  /** libtorch's usual operator counts positions in the values' type, and 8 bits are too few. */
  private static final class WholeNumbers {
    static final OperatorHandle MAX = Native.operator("quantized::max_pool2d");

    static org.bytedeco.pytorch.Tensor maxPool2d(
        Tensor input, int kernelSize, int stride, int padding, boolean ceilMode) {
      return Boxed.called(
          MAX,
          new IValue(input.handle()),
          Boxed.pair(square(kernelSize)),
          Boxed.pair(square(stride)),
          Boxed.pair(square(padding)),
          Boxed.pair(square(1)),
          new IValue(ceilMode));
    }

    private static Size2d square(int side) {
      return new Size2d(side, side);
    }
  }

  /** The mean of each window; windows that would leave the image are dropped. */
  public static Tensor avgPool2d(Tensor input, int kernelSize, int stride) {
    return avgPool2d(input, kernelSize, stride, 0);
  }

  /**
   * The mean of each window; windows that would leave the padded image are dropped.
   *
   * @param padding rows and columns of zeros on each side, which count in the mean, at most half of
   *     {@code kernelSize}
   */
  public static Tensor avgPool2d(Tensor input, int kernelSize, int stride, int padding) {
    ShapeRules.atLeast("avgPool2d", "stride", stride, 1);
    check("avgPool2d", input, kernelSize, padding, 0);
    return Native.op(
        "avgPool2d",
        () ->
            Operands.of(input)
                .with("kernelSize", two(kernelSize))
                .with("stride", two(stride))
                .with("padding", two(padding))
                .with("ceilMode", false)
                .with("countIncludePad", true),
        () ->
            torch.avg_pool2d(
                input.handle(),
                two(kernelSize),
                two(stride),
                two(padding),
                false,
                true,
                new LongOptional()));
  }

  /** The mean over windows chosen so that the output is [N, C, size, size]. */
  public static Tensor adaptiveAvgPool2d(Tensor input, int outputSize) {
    check("adaptiveAvgPool2d", input, 1, 0, 0);
    ShapeRules.atLeast("adaptiveAvgPool2d", "size", outputSize, 1);
    return Native.op(
        "adaptiveAvgPool2d",
        () -> Operands.of(input).with("outputSize", two(outputSize)),
        () -> torch.adaptive_avg_pool2d(input.handle(), two(outputSize)));
  }

  /** The largest value over windows chosen so that the output is [N, C, size, size]. */
  public static Tensor adaptiveMaxPool2d(Tensor input, int outputSize) {
    check("adaptiveMaxPool2d", input, 1, 0, 0);
    ShapeRules.atLeast("adaptiveMaxPool2d", "size", outputSize, 1);
    return Native.op(
        "adaptiveMaxPool2d",
        () -> Operands.of(input).with("outputSize", two(outputSize)),
        () ->
            new org.bytedeco.pytorch.Tensor(
                torch.adaptive_max_pool2d(input.handle(), two(outputSize)).get0()));
  }

  private static void check(
      String operation, Tensor input, int kernelSize, int padding, int beyond) {
    ShapeRules.rank(operation, "input", input.shape(), 4, "[N, C, H, W]");
    ShapeRules.atLeast(operation, "window", kernelSize, 1);
    ShapeRules.require(
        padding >= 0 && 2 * padding <= kernelSize,
        "%s: padding is %d, expected 0 to half of the window of %d x %d",
        operation,
        padding,
        kernelSize,
        kernelSize);
    ShapeRules.require(
        input.shape().size(2) + 2L * padding + beyond >= kernelSize
            && input.shape().size(3) + 2L * padding + beyond >= kernelSize,
        "%s: input %s%s is smaller than the window of %d x %d",
        operation,
        input.shape(),
        padding == 0 ? "" : " with padding " + padding,
        kernelSize,
        kernelSize);
  }

  private static long[] two(long value) {
    return new long[] {value, value};
  }
}
