package fovea.nn;

import fovea.tensor.Tensor;
import java.util.Map;

/** [N, C, H, W] to [N, C H W]. */
public final class Flatten extends Module {
  @Override
  protected Tensor forward(Tensor input) {
    return input.flatten(1);
  }

  @Override
  public Map<String, Object> arguments() {
    return Map.of("startDim", 1);
  }
}
