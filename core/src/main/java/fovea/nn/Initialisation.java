package fovea.nn;

import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/** Starting values of weights: PyTorch's default, and others' where a paper asks for them. */
final class Initialisation {
  private Initialisation() {}

  /**
   * Uniform in (-1 / sqrt(fanIn), 1 / sqrt(fanIn)): what PyTorch's {@code kaiming_uniform_(a =
   * sqrt(5))} comes to for weights, and its default for biases.
   *
   * @param fanIn inputs that each output sums over
   * @see <a href="https://arxiv.org/abs/1502.01852">He et al. 2015, equation 10, on fan-in</a>
   */
  static Tensor uniform(long fanIn, Rng rng, long... shape) {
    return within(1 / Math.sqrt((double) fanIn), rng, shape);
  }

  /** Uniform with variance 1. */
  static Tensor unitVariance(Rng rng, long... shape) {
    return within(Math.sqrt(3), rng, shape);
  }

  private static Tensor within(double bound, Rng rng, long... shape) {
    return ToBeLoaded.isOn()
        ? Tensor.unset(shape)
        : RandomTensor.uniform(-bound, bound, rng, Shape.of(shape));
  }
}
