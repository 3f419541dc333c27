package fovea.nn;

import fovea.tensor.Activation;
import fovea.tensor.Tensor;

/**
 * {@code x P(X <= x)} for a standard normal X, of any shape.
 *
 * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel 2016</a>
 */
public final class GELU extends Module {
  @Override
  protected Tensor forward(Tensor input) {
    return Activation.gelu(input);
  }
}
