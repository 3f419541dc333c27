package fovea.tensor;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;

/** Pooling of [N, C, H, W] over square windows. */
public final class Pool {
  private Pool() {}

  /** The largest value of each window; windows that would leave the image are dropped. */
  public static Tensor maxPool2d(Tensor input, int kernelSize, int stride) {
    check("maxPool2d", input, kernelSize);
    return Native.op(
        "maxPool2d",
        () ->
            Operands.of(input)
                .with("kernelSize", two(kernelSize))
                .with("stride", two(stride))
                .with("padding", two(0))
                .with("dilation", two(1))
                .with("ceilMode", false),
        () ->
            torch.max_pool2d(input.handle(), two(kernelSize), two(stride), two(0), two(1), false));
  }

  /** The mean of each window; windows that would leave the image are dropped. */
  public static Tensor avgPool2d(Tensor input, int kernelSize, int stride) {
    check("avgPool2d", input, kernelSize);
    return Native.op(
        "avgPool2d",
        () ->
            Operands.of(input)
                .with("kernelSize", two(kernelSize))
                .with("stride", two(stride))
                .with("padding", two(0))
                .with("ceilMode", false)
                .with("countIncludePad", true),
        () ->
            torch.avg_pool2d(
                input.handle(),
                two(kernelSize),
                two(stride),
                two(0),
                false,
                true,
                new LongOptional()));
  }

  /** The mean over windows chosen so that the output is [N, C, size, size]. */
  public static Tensor adaptiveAvgPool2d(Tensor input, int outputSize) {
    check("adaptiveAvgPool2d", input, 1);
    return Native.op(
        "adaptiveAvgPool2d",
        () -> Operands.of(input).with("outputSize", two(outputSize)),
        () -> torch.adaptive_avg_pool2d(input.handle(), two(outputSize)));
  }

  /** The largest value over windows chosen so that the output is [N, C, size, size]. */
  public static Tensor adaptiveMaxPool2d(Tensor input, int outputSize) {
    check("adaptiveMaxPool2d", input, 1);
    return Native.op(
        "adaptiveMaxPool2d",
        () -> Operands.of(input).with("outputSize", two(outputSize)),
        () ->
            new org.bytedeco.pytorch.Tensor(
                torch.adaptive_max_pool2d(input.handle(), two(outputSize)).get0()));
  }

  private static void check(String operation, Tensor input, int kernelSize) {
    ShapeRules.rank(operation, "input", input.shape(), 4, "[N, C, H, W]");
    ShapeRules.require(
        input.shape().size(2) >= kernelSize && input.shape().size(3) >= kernelSize,
        "%s: input %s is smaller than the window of %d x %d",
        operation,
        input.shape(),
        kernelSize,
        kernelSize);
  }

  private static long[] two(long value) {
    return new long[] {value, value};
  }
}
