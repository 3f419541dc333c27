package fovea.nn;

import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.util.Map;

/** {@code factor x}, as float32, of any shape. */
public final class Scale extends Module {
  private final double factor;

  public Scale(double factor) {
    this.factor = factor;
  }

  @Override
  protected Tensor forward(Tensor input) {
    return input.to(DType.FLOAT32).mul(factor);
  }

  @Override
  public Map<String, Object> arguments() {
    return Map.of("factor", factor);
  }
}
