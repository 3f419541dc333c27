package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.nn.Probe;
import fovea.objective.Objective.Outcome;
import fovea.tensor.Loss;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.function.UnaryOperator;

/** Cross-entropy on what an attack makes of a batch's images. */
final class AttackedCrossEntropy {
  private AttackedCrossEntropy() {}

  /** Looks for images near those of a batch on which a loss is large. */
  @FunctionalInterface
  interface Attack {
    /**
     * @param loss of any images of that shape, a single number
     */
    Tensor on(Tensor images, UnaryOperator<Tensor> loss);
  }

  /** While the attack looks for them the network computes as in training, and learns nothing. */
  static Outcome of(Module network, Batch batch, Rng rng, Attack attack) {
    Tensor attacked;
    try (Scope temporary = Scope.open();
        Probe probe = Probe.asTrained()) {
      attacked =
          temporary.keep(
              attack.on(
                  batch.images(),
                  images -> Loss.crossEntropy(network.call(images), batch.target(), 0)));
    }
    return CrossEntropy.PLAIN.of(network, batch.with(attacked), rng);
  }
}
