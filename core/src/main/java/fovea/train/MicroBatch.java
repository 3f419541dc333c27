package fovea.train;

import fovea.data.Batch;
import fovea.objective.Objective;
import fovea.objective.Objective.Outcome;
import fovea.tensor.Geometry;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a batch that goes through the network at once, so that activations fit the cache. The
 * parts' gradients add up to the batch's.
 *
 * @param share of the batch's images
 */
record MicroBatch(Batch batch, double share) {
  /**
   * The parts of a batch, in order, the last perhaps smaller. None is of one image alone, whose
   * batch statistics would say nothing, where two parts can share what they have.
   *
   * @param size images of a part; 0 is the whole batch
   */
  static List<MicroBatch> of(Batch batch, int size) {
    if (size == 0 || size >= batch.size()) {
      return List.of(new MicroBatch(batch, 1));
    }
    List<MicroBatch> parts = new ArrayList<>();
    int first = 0;
    while (first < batch.size()) {
      int left = batch.size() - first;
      int count = left == size + 1 ? (left + 1) / 2 : Math.min(size, left);
      parts.add(new MicroBatch(batch.narrow(first, count), (double) count / batch.size()));
      first += count;
    }
    return parts;
  }

  /** The same with square images of this size; in the current scope. */
  MicroBatch resized(int size) {
    boolean whole = batch.images().shape().size(2) == size;
    return whole ? this : new MicroBatch(batch.with(Geometry.resize(batch.images(), size)), share);
  }

  /** Lets the objective learn from what came of this part. */
  void tell(Objective objective, Outcome outcome) {
    objective.after(batch, outcome, share);
  }

  /** What this part adds to the mean loss of the batch. */
  Tensor contribution(Tensor loss) {
    return share == 1 ? loss : loss.mul(share);
  }
}
