package fovea.nn;

import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * Starting values of weights [out, in, ...]: an output sums over fan-in values, the weights of all
 * filters for one input, and an input goes into fan-out sums. As in PyTorch, fan-out doesn't know
 * of groups.
 */
@FunctionalInterface
public interface Initialisation {
  /** Which of the two counts a variance is divided by. */
  enum Fan {
    /** Keeps the size of values from layer to layer. */
    IN,
    /** Keeps the size of gradients from layer to layer. */
    OUT;

    private double of(Shape weights) {
      return (double) weights.elements() / weights.size(this == IN ? 0 : 1);
    }
  }

  /** New float32 values of this shape. */
  Tensor draw(Shape weights, Rng rng);

  /** {@link #draw}, or values that nobody set where a network is made to be loaded. */
  default Tensor start(Rng rng, long... weights) {
    return ToBeLoaded.isOn() ? Tensor.unset(weights) : draw(Shape.of(weights), rng);
  }

  /**
   * PyTorch's default: uniform in (-1 / sqrt(fan-in), 1 / sqrt(fan-in)), which its {@code
   * kaiming_uniform_(a = sqrt(5))} comes to.
   */
  static Initialisation standard() {
    return (weights, rng) -> uniform(1 / Math.sqrt(Fan.IN.of(weights))).draw(weights, rng);
  }

  /**
   * Normal with variance 2 / fan, for layers that ReLU follows.
   *
   * @see <a href="https://arxiv.org/abs/1502.01852">He et al. 2015, equations 10 and 14</a>
   */
  static Initialisation kaimingNormal(Fan fan) {
    return (weights, rng) -> normal(Math.sqrt(2 / fan.of(weights))).draw(weights, rng);
  }

  /** Uniform with variance 2 / fan, for layers that ReLU follows. */
  static Initialisation kaimingUniform(Fan fan) {
    return (weights, rng) -> uniform(Math.sqrt(6 / fan.of(weights))).draw(weights, rng);
  }

  /**
   * Normal with variance 2 / (fan-in + fan-out).
   *
   * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio 2010, section
   *     4.2.1</a>
   */
  static Initialisation xavierNormal() {
    return (weights, rng) -> normal(Math.sqrt(2 / bothFans(weights))).draw(weights, rng);
  }

  /** Uniform with variance 2 / (fan-in + fan-out). */
  static Initialisation xavierUniform() {
    return (weights, rng) -> uniform(Math.sqrt(6 / bothFans(weights))).draw(weights, rng);
  }

  private static double bothFans(Shape weights) {
    return Fan.IN.of(weights) + Fan.OUT.of(weights);
  }

  /** Uniform with variance 1. */
  static Initialisation unitVariance() {
    return uniform(Math.sqrt(3));
  }

  /** Uniform in [-bound, bound). */
  static Initialisation uniform(double bound) {
    return (weights, rng) -> RandomTensor.uniform(-bound, bound, rng, weights);
  }

  /** Normal. */
  static Initialisation normal(double deviation) {
    return (weights, rng) -> RandomTensor.normal(rng, weights).mul(deviation);
  }

  /**
   * Normal, without values further from 0 than two deviations; their own deviation is 0.88 of the
   * given one.
   */
  static Initialisation truncatedNormal(double deviation) {
    return (weights, rng) -> RandomTensor.truncatedNormal(2, rng, weights).mul(deviation);
  }

  static Initialisation zeros() {
    return (weights, rng) -> Tensor.zeros(weights.toArray());
  }
}
