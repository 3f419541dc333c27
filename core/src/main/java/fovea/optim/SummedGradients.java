package fovea.optim;

import fovea.tensor.DType;
import fovea.tensor.Lanes;
import fovea.tensor.Leaves;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The gradients of a loss that is a sum of parts, each part worked on by whichever lane is free.
 * They are added up in the parts' order, so that the sum is the same bytes on any number of lanes.
 */
public final class SummedGradients implements AutoCloseable {
  private final Optimizer optimizer;
  private final Lanes lanes;
  private final List<Leaves> leaves = new ArrayList<>();
  private final GradientSum sum;
  private final Scope memory = Scope.detached();
  private final List<Tensor> converted;
  private final List<Pair> pieces = new ArrayList<>();

  /** Some of the weights, and where they are converted to. */
  private record Pair(Tensor weights, Tensor converted) {}

  /**
   * Gradients for an optimiser, in place of those it has.
   *
   * @param optimizer closed after this
   * @param lanes closed after this
   * @param precision of the passes; in bfloat16, weights are converted once for all parts
   */
  public SummedGradients(Optimizer optimizer, Lanes lanes, Precision precision) {
    this.optimizer = optimizer;
    this.lanes = lanes;
    sum = new GradientSum(optimizer.gradients(), lanes);
    converted = precision == Precision.BFLOAT16 ? converted() : List.of();
    for (int lane = 0; lane < lanes.count(); lane++) {
      leaves.add(new Leaves(optimizer.parameters(), converted));
    }
  }

  private List<Tensor> converted() {
    try (Scope temporary = Scope.open()) {
      Tensor weights = optimizer.flatParameters();
      Tensor flat = Tensor.zeros(weights.shape().elements()).to(DType.BFLOAT16);
      for (Range range : Range.of(weights.shape())) {
        pieces.add(new Pair(memory.adopt(range.in(weights)), memory.adopt(range.in(flat))));
      }
      return optimizer.inOrder(flat).stream().map(memory::adopt).toList();
    }
  }

  /**
   * Computes them. A single part is worked on by this thread, with as many threads as it has for an
   * operation.
   *
   * @param backward goes through the part of that number and back; it is called once for each part
   *     from 0 on, by several threads at once, each time in a scope of its own
   */
  public void of(int parts, IntConsumer backward) {
    lanes.each(pieces.size(), (i, lane) -> pieces.get(i).converted.copyFrom(pieces.get(i).weights));
    sum.begin(parts);
    try {
      if (parts == 1) {
        work(0, 0, backward);
      } else {
        lanes.each(parts, (part, lane) -> work(part, lane, backward));
      }
      sum.finish();
    } finally {
      sum.forget();
    }
  }

  private void work(int part, int lane, IntConsumer backward) {
    Leaves own = leaves.get(lane);
    try (Scope scope = Scope.open()) {
      try (Leaves.Block block = own.on()) {
        backward.accept(part);
      } catch (RuntimeException | Error e) {
        own.dropGradients(); // the leaves are used again
        throw e;
      }
      sum.add(part, own.takeGradients());
    }
  }

  @Override
  public void close() {
    leaves.forEach(Leaves::close);
    memory.close();
    sum.close();
  }
}
