package fovea.nn;

import fovea.tensor.Activation;
import fovea.tensor.Tensor;
import java.util.Map;

/** {@code min(max(x, 0), 6)}, of any shape. */
public final class ReLU6 extends Module {
  private final boolean inplace;

  /**
   * A layer that may overwrite its input.
   *
   * @param inplace whether it does, which saves memory traffic, where nothing else needs the input
   */
  public ReLU6(boolean inplace) {
    this.inplace = inplace;
  }

  @Override
  protected Tensor forward(Tensor input) {
    return inplace && !Listening.isOn() ? Activation.relu6InPlace(input) : Activation.relu6(input);
  }

  @Override
  public Map<String, Object> arguments() {
    return Map.of("inplace", inplace);
  }
}
