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

  Residual(Module layers) {
    this.layers = child("layers", layers);
  }

  @Override
  protected Tensor forward(Tensor input) {
    return layers.call(input).add(input);
  }
}
