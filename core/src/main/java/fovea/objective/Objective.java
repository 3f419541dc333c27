package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/** What training makes small. */
@FunctionalInterface
public interface Objective {
  /**
   * What came of a batch.
   *
   * @param loss a single number, the mean over the batch, which knows its gradients
   * @param logits [N, K] of the batch's images, by which accuracy counts; of an objective that
   *     attacks them, of what it made of them
   */
  record Outcome(Tensor loss, Tensor logits) {}

  /**
   * Sends a batch through the network.
   *
   * @param network in training mode; what it is asked, and how often, is the objective's affair.
   *     Several threads may do so at once, each with a micro-batch
   * @param rng of this micro-batch
   */
  Outcome of(Module network, Batch batch, Rng rng);

  /**
   * Learns from what came of a step, for the steps that follow: told of each micro-batch in order,
   * when all are differentiated that the step takes.
   *
   * @param outcome without its gradients
   * @param share of the step's images that the micro-batch has, above 0; they add up to 1
   */
  default void after(Batch batch, Outcome outcome, double share) {}

  /** What {@link #restore} needs to go on as this does; nothing for one that learns nothing. */
  default float[] state() {
    return new float[0];
  }

  /**
   * Goes on as another did.
   *
   * @param state of that one, as many numbers as this one's has
   */
  default void restore(float[] state) {}
}
