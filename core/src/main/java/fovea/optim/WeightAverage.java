package fovea.optim;

import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * An exponential average of weights: {@code average += (1 - decay) (weight - average)} after each
 * step, with the decay smaller at first, {@code min(decay, (1 + t) / (10 + t))} at step t, so that
 * the random starting weights are soon forgotten.
 *
 * @see <a href="https://doi.org/10.1137/0330046">Polyak and Juditsky 1992</a>
 */
public final class WeightAverage implements AutoCloseable {
  private final double decay;
  private final List<Tensor> weights;
  private final List<Tensor> averages = new ArrayList<>();
  private final Scope memory = Scope.detached();
  private long steps;

  /**
   * An average that starts at the present values.
   *
   * @param weights float32; batch norm's running statistics too, which belong to the weights
   * @param decay in (0, 1)
   */
  public WeightAverage(List<Tensor> weights, double decay) {
    this.weights = List.copyOf(weights);
    this.decay = decay;
    try (Scope temporary = Scope.open()) {
      for (Tensor weight : weights) {
        averages.add(memory.adopt(weight.detach().copy()));
      }
    }
  }

  /** After each optimiser step. */
  public void update() {
    double now = Math.min(decay, (1.0 + steps) / (10.0 + steps));
    for (int i = 0; i < weights.size(); i++) {
      averages.get(i).lerpInPlace(weights.get(i), 1 - now);
    }
    steps++;
  }

  /** Exchanges the weights with their averages; once more puts them back. */
  public void swap() {
    try (Scope temporary = Scope.open()) {
      for (int i = 0; i < weights.size(); i++) {
        Tensor weight = weights.get(i).detach().copy();
        weights.get(i).copyFrom(averages.get(i));
        averages.get(i).copyFrom(weight);
      }
    }
  }

  /** The averages in the order of the weights; they stay this object's own. */
  public List<Tensor> averages() {
    return List.copyOf(averages);
  }

  public long steps() {
    return steps;
  }

  /**
   * Goes on from an earlier average.
   *
   * @throws IllegalArgumentException if number or shapes differ; then nothing was changed
   */
  public void load(List<Tensor> earlier, long earlierSteps) {
    List<Shape> shapes = averages.stream().map(Tensor::shape).toList();
    List<Shape> found = earlier.stream().map(Tensor::shape).toList();
    if (!found.equals(shapes)) {
      throw new IllegalArgumentException("averages of shapes " + found + ", expected " + shapes);
    }
    for (int i = 0; i < averages.size(); i++) {
      averages.get(i).copyFrom(earlier.get(i));
    }
    steps = earlierSteps;
  }

  @Override
  public void close() {
    memory.close();
  }
}
