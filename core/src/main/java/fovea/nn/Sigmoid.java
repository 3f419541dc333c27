package fovea.nn;

import fovea.tensor.Activation;
import fovea.tensor.Tensor;

/** {@code 1 / (1 + exp(-x))}, of any shape. */
public final class Sigmoid extends Module {
  @Override
  protected Tensor forward(Tensor input) {
    return Activation.sigmoid(input);
  }
}
