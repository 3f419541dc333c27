package fovea.nn;

import fovea.tensor.Activation;
import fovea.tensor.Tensor;

/**
 * {@code x / (1 + exp(-x))}, of any shape.
 *
 * @see <a href="https://arxiv.org/abs/1702.03118">Elfwing et al. 2017, equation 5</a>
 */
public final class SiLU extends Module {
  @Override
  protected Tensor forward(Tensor input) {
    return Activation.silu(input);
  }
}
