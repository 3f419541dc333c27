package fovea.optim;

import fovea.tensor.Lanes;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * An average of weights: {@code average += (1 - kept) (weight - average)} each time. An exponential
 * one keeps the decay, and less at first, {@code min(decay, (1 + t) / (10 + t))} at step t, so that
 * the random starting weights are soon forgotten; an equal one keeps {@code t / (t + 1)}, which
 * makes it the mean of all that it saw.
 *
 * @see <a href="https://doi.org/10.1137/0330046">Polyak and Juditsky 1992</a>
 * @see <a href="https://arxiv.org/abs/1803.05407">Izmailov et al. 2018, algorithm 1, equal</a>
 */
public final class WeightAverage implements AutoCloseable {
  private final LongToDoubleFunction kept;
  private final List<Tensor> weights;
  private final List<Tensor> averages = new ArrayList<>();
  private final List<Pair> pieces = new ArrayList<>();
  private final Scope memory = Scope.detached();
  private final Lanes alone = new Lanes(1);
  private long steps;

  /** Some of a weight, and of its average. */
  private record Pair(Tensor average, Tensor weight) {}

  /**
   * An exponential average that starts at the present values.
   *
   * @param weights float32; batch norm's running statistics too, which belong to the weights
   * @param decay in (0, 1)
   */
  public WeightAverage(List<Tensor> weights, double decay) {
    this(weights, decaying(decay));
  }

  private static LongToDoubleFunction decaying(double decay) {
    Refused.unless(decay > 0 && decay < 1, "decay", decay, "in (0, 1)");
    return steps -> Math.min(decay, (1.0 + steps) / (10.0 + steps));
  }

  /** The mean of the values that the weights have at each {@link #update()}. */
  public static WeightAverage equal(List<Tensor> weights) {
    return new WeightAverage(weights, steps -> steps / (steps + 1.0));
  }

  private WeightAverage(List<Tensor> weights, LongToDoubleFunction kept) {
    this.weights = List.copyOf(weights);
    this.kept = kept;
    try (Scope temporary = Scope.open()) {
      for (Tensor weight : weights) {
        Tensor average = memory.adopt(weight.detach().copy());
        averages.add(average);
        cut(average, weight);
      }
    }
  }

  private void cut(Tensor average, Tensor weight) {
    for (Range range : Range.of(weight.shape())) {
      pieces.add(
          new Pair(memory.adopt(range.in(average)), memory.adopt(range.in(weight.detach()))));
    }
  }

  /** After each optimiser step; by this thread alone. */
  public void update() {
    update(alone);
  }

  /** {@link #update()}, the work is shared by lanes: the same on any number of them. */
  public void update(Lanes lanes) {
    double now = kept.applyAsDouble(steps);
    lanes.each(
        pieces.size(),
        (i, lane) -> pieces.get(i).average.lerpInPlace(pieces.get(i).weight, 1 - now));
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
    alone.close();
  }
}
