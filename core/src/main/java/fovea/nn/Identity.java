package fovea.nn;

import fovea.tensor.Tensor;

/** What it is given, of any shape: where others have a layer, such as on a shortcut. */
public final class Identity extends Module {
  @Override
  protected Tensor forward(Tensor input) {
    return input;
  }
}
