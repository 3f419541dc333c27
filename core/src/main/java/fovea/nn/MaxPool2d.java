package fovea.nn;

import fovea.tensor.Pool;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The largest value of each square window: [N, C, H, W] to [N, C, H', W'], H' = (H + 2 padding -
 * kernelSize) / stride + 1, rounded down.
 */
public final class MaxPool2d extends Module {
  private final int kernelSize;
  private final int stride;
  private final int padding;
  private final boolean ceilMode;

  /** A layer without padding. */
  public MaxPool2d(int kernelSize, int stride) {
    this(kernelSize, stride, 0);
  }

  /**
   * A layer.
   *
   * @param padding rows and columns on each side that no window finds largest, at most half of
   *     {@code kernelSize}
   */
  public MaxPool2d(int kernelSize, int stride, int padding) {
    this(kernelSize, stride, padding, false);
  }

  private MaxPool2d(int kernelSize, int stride, int padding, boolean ceilMode) {
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.ceilMode = ceilMode;
  }

  /** A layer without padding whose H' is rounded up: the last windows may leave the image. */
  public static MaxPool2d ceil(int kernelSize, int stride) {
    return new MaxPool2d(kernelSize, stride, 0, true);
  }

  @Override
  protected Tensor forward(Tensor input) {
    return Pool.maxPool2d(input, kernelSize, stride, padding, ceilMode);
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("kernelSize", kernelSize);
    arguments.put("stride", stride);
    if (padding > 0) {
      arguments.put("padding", padding);
    }
    if (ceilMode) {
      arguments.put("ceilMode", true);
    }
    return arguments;
  }
}
