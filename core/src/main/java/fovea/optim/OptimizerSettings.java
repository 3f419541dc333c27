package fovea.optim;

import fovea.tensor.Precision;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * How the gradients change the weights. Each optimiser is a record of its settings with its update;
 * {@link Optimizer} does what all have in common.
 */
public sealed interface OptimizerSettings permits Sgd, AdamW, Muon, Lion, Adam, RmsProp, Lamb {
  /** The schedule's peak, above 0. */
  double learningRate();

  /** 0 or more. */
  double weightDecay();

  /** What is remembered of each parameter between steps, by name; zeros at first. */
  List<String> memories();

  /**
   * What a parameter of this shape is to the optimiser. Those of a lower kind lie before those of a
   * higher one, and only those of one kind are updated together: here what weight decay shrinks,
   * filters and matrices, and then what it leaves alone, biases and scales.
   *
   * @see <a href="https://arxiv.org/abs/1812.01187">He et al. 2018, section 3.1</a>
   */
  default int kind(Shape shape) {
    return isVector(shape) ? 1 : 0;
  }

  /** Whether it has a number a channel: [C], or [C, 1, 1] as ConvNeXt's layer scales. */
  static boolean isVector(Shape shape) {
    return shape.rank() < 2 || shape.rank() == 3;
  }

  /** {@link #weightDecay()} of these parameters. */
  default double weightDecay(Stretch parameters) {
    return parameters.kind() == 0 ? weightDecay() * parameters.factors().decay() : 0;
  }

  /**
   * The parts of these parameters that {@link #update} may be given apart, in any order and on
   * several threads; views in the current scope.
   */
  default List<Stretch> parts(Stretch parameters) {
    return parameters.pieces();
  }

  /** Changes parameters, and what is remembered of them, in place. */
  void update(Stretch parameters, Step step);

  /**
   * An optimiser of these parameters, which are all trained alike, in float32.
   *
   * @param parameters by name; float32 leaves
   * @param batchSize images whose mean loss a step goes down
   */
  default Optimizer of(Map<String, Tensor> parameters, int batchSize) {
    return of(parameters, Map.of(), batchSize);
  }

  /** {@link #of(Map, Map, int, Precision)}, in float32. */
  default Optimizer of(
      Map<String, Tensor> parameters, Map<String, Factors> factors, int batchSize) {
    return of(parameters, factors, batchSize, Precision.FLOAT32);
  }

  /**
   * An optimiser of these parameters.
   *
   * @param parameters by name; float32 leaves
   * @param factors of those that are trained otherwise than the rest, by name
   * @param batchSize images whose mean loss a step goes down
   * @param precision of the matrix products of a step, if it has any
   */
  default Optimizer of(
      Map<String, Tensor> parameters,
      Map<String, Factors> factors,
      int batchSize,
      Precision precision) {
    return new Optimizer(this, parameters, factors, batchSize, precision);
  }
}
