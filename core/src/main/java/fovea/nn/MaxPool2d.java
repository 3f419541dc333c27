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
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
  }

  @Override
  protected Tensor forward(Tensor input) {
    return Pool.maxPool2d(input, kernelSize, stride, padding);
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("kernelSize", kernelSize);
    arguments.put("stride", stride);
    if (padding > 0) {
      arguments.put("padding", padding);
    }
    return arguments;
  }
}
