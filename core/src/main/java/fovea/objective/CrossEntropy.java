package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.tensor.Loss;
import fovea.tensor.Tensor;

/**
 * Cross-entropy of what the network says with the target.
 *
 * @param labelSmoothing share of each label that is spread over all classes, in [0, 1)
 * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. 2016, section 7, on smoothing</a>
 */
public record CrossEntropy(double labelSmoothing) implements Objective {
  @Override
  public Outcome of(Module network, Batch batch) {
    Tensor logits = network.call(batch.images());
    return new Outcome(Loss.crossEntropy(logits, batch.target(), labelSmoothing), logits);
  }
}
