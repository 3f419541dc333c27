package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.FusedUpdate;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * Lion: {@code p -= learningRate (sign(beta1 m + (1 - beta1) g) + weightDecay p)}, then {@code m =
 * beta2 m + (1 - beta2) g}. Every weight moves by as much, so rates are 3 to 10 times smaller than
 * AdamW's, and decays as much larger.
 *
 * @see <a href="https://arxiv.org/abs/2302.06675">Chen et al. 2023, algorithm 2</a>
 */
@Named("lion")
public record Lion(
    @Setting(about = "the schedule's peak", standard = "0.0001", range = "(0, 1000]")
        double learningRate,
    @Setting(
            about = "share of the gradients' mean in the direction of a step",
            standard = "0.9",
            range = "[0, 1)")
        double beta1,
    @Setting(about = "decay of the gradients' mean", standard = "0.99", range = "[0, 1)")
        double beta2,
    @Setting(
            about = "of filters and matrices; biases and batch norm are left alone",
            standard = "0.1",
            range = "[0, 10]")
        double weightDecay)
    implements OptimizerSettings {
  private static final String MOMENTA = "momenta";

  public Lion {
    Declared.check(Lion.class, learningRate, beta1, beta2, weightDecay);
  }

  @Override
  public List<String> memories() {
    return List.of(MOMENTA);
  }

  @Override
  public void update(Stretch parameters, Step step) {
    Tensor values = parameters.values();
    Tensor gradients = parameters.gradients();
    Tensor momenta = parameters.memory(MOMENTA);
    FusedUpdate.decay(values, step.learningRate() * weightDecay(parameters));
    try (Scope temporary = Scope.open()) {
      Tensor direction = momenta.mul(beta1).add(gradients.mul(1 - beta1)).sign();
      values.copyFrom(values.sub(direction.mul(step.learningRate())));
    }
    momenta.lerpInPlace(gradients, 1 - beta2);
  }
}
