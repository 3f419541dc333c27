package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.tensor.Tensor;

/** What training makes small. */
@FunctionalInterface
public interface Objective {
  /**
   * What came of a batch.
   *
   * @param loss a single number, the mean over the batch, which knows its gradients
   * @param logits [N, K] of the batch's images, by which accuracy counts
   */
  record Outcome(Tensor loss, Tensor logits) {}

  /**
   * Sends a batch through the network.
   *
   * @param network in training mode; what it is asked, and how often, is the objective's affair.
   *     Several threads may do so at once, each with a micro-batch
   */
  Outcome of(Module network, Batch batch);
}
