package fovea.models;

import fovea.nn.Module;
import fovea.tensor.Tensor;

/**
 * {@code input + layers(input)}, of one shape.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2016, equation 1</a>
 */
final class Residual extends Module {
  private final Module layers;

  /**
   * @param name of the layers in the state dict
   */
  Residual(String name, Module layers) {
    this.layers = child(name, layers);
  }

  @Override
  protected Tensor forward(Tensor input) {
    return layers.call(input).add(input);
  }
}
