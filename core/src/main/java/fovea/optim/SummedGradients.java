package fovea.optim;

import fovea.tensor.Lanes;
import fovea.tensor.Leaves;
import fovea.tensor.Scope;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of a loss that is a sum of parts, each part worked on by whichever lane is free.
 * They are added up in the parts' order, so that the sum is the same bytes on any number of lanes.
 */
public final class SummedGradients implements AutoCloseable {
  private final Optimizer optimizer;
  private final Lanes lanes;
  private final @Nullable Leaves[] leaves;
  private final GradientSum sum;

  /**
   * Gradients for an optimiser, in place of those it has.
   *
   * @param optimizer closed after this
   * @param lanes closed after this
   */
  public SummedGradients(Optimizer optimizer, Lanes lanes) {
    this.optimizer = optimizer;
    this.lanes = lanes;
    leaves = new Leaves[lanes.count()];
    sum = new GradientSum(optimizer.gradients(), lanes);
  }

  /**
   * Computes them. A single part is worked on by this thread, with as many threads as it has for an
   * operation.
   *
   * @param backward goes through the part of that number and back; it is called once for each part
   *     from 0 on, by several threads at once, each time in a scope of its own
   */
  public void of(int parts, IntConsumer backward) {
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
    Leaves own = leaves[lane];
    if (own == null) {
      own = new Leaves(optimizer.parameters());
      leaves[lane] = own;
    }
    try (Scope scope = Scope.open()) {
      try (Leaves.Block block = own.on()) {
        backward.accept(part);
      } finally {
        sum.add(part, own.takeGradients()); // after a failure, too: the leaves are used again
      }
    }
  }

  @Override
  public void close() {
    for (Leaves each : leaves) {
      if (each != null) {
        each.close();
      }
    }
    sum.close();
  }
}
