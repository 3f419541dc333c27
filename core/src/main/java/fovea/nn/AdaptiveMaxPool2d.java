package fovea.nn;

import fovea.tensor.Pool;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * The largest values of windows that fit: [N, C, H, W] to [N, C, outputSize, outputSize]; 1 is
 * global.
 */
public final class AdaptiveMaxPool2d extends Module {
  private final int outputSize;

  public AdaptiveMaxPool2d(int outputSize) {
    this.outputSize = outputSize;
  }

  @Override
  protected Tensor forward(Tensor input) {
    return Pool.adaptiveMaxPool2d(input, outputSize);
  }

  @Override
  public Map<String, Object> arguments() {
    return Map.of("outputSize", outputSize);
  }
}
