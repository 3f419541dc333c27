package fovea.nn;

import fovea.tensor.Pool;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The largest value of each square window: [N, C, H, W] to [N, C, H', W'], H' = (H - kernelSize) /
 * stride + 1, rounded down.
 */
public final class MaxPool2d extends Module {
  private final int kernelSize;
  private final int stride;

  public MaxPool2d(int kernelSize, int stride) {
    this.kernelSize = kernelSize;
    this.stride = stride;
  }

  @Override
  protected Tensor forward(Tensor input) {
    return Pool.maxPool2d(input, kernelSize, stride);
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("kernelSize", kernelSize);
    arguments.put("stride", stride);
    return arguments;
  }
}
