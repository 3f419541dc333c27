package fovea.nn;

import fovea.tensor.Pool;
import fovea.tensor.Tensor;
import java.util.Map;

/** Means over windows that fit: [N, C, H, W] to [N, C, outputSize, outputSize]; 1 is global. */
public final class AdaptiveAvgPool2d extends Module {
  private final int outputSize;

  public AdaptiveAvgPool2d(int outputSize) {
    this.outputSize = outputSize;
  }

  @Override
  protected Tensor forward(Tensor input) {
    return Pool.adaptiveAvgPool2d(input, outputSize);
  }

  @Override
  public Map<String, Object> arguments() {
    return Map.of("outputSize", outputSize);
  }
}
