package fovea.nn;

import fovea.tensor.Tensor;

/** A network that there is no memory to compute. */
public final class TooLarge extends Module {
  @Override
  protected Tensor forward(Tensor images) {
    throw new OutOfMemoryError("of a test");
  }
}
