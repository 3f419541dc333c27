package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.FusedUpdate;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * LAMB, for large batches: Adam's direction with decay, {@code r = m / (sqrt(v) + epsilon) +
 * weightDecay p}, both moments bias-corrected, scaled for each filter bank or matrix so that it
 * moves by {@code learningRate} of its norm: {@code p -= learningRate |p| / |r| r}. Biases and
 * scales are moved by {@code learningRate r}, as in the authors' program.
 *
 * @see <a href="https://arxiv.org/abs/1904.00962">You et al. 2020, algorithm 2</a>
 */
@Named("lamb")
public record Lamb(
    @Setting(about = "the schedule's peak", standard = "0.005", range = "(0, 1000]")
        double learningRate,
    @Setting(about = "decay of the gradients' mean", standard = "0.9", range = "[0, 1)")
        double beta1,
    @Setting(about = "decay of the squared gradients' mean", standard = "0.999", range = "[0, 1)")
        double beta2,
    @Setting(about = "added to the denominator", standard = "1e-6", range = "(0, 1]")
        double epsilon,
    @Setting(
            about = "of filters and matrices; biases and batch norm are left alone",
            standard = "0.01",
            range = "[0, 10]")
        double weightDecay)
    implements OptimizerSettings {
  private static final String FIRST_MOMENTS = "firstMoments";
  private static final String SECOND_MOMENTS = "secondMoments";

  public Lamb {
    Declared.check(Lamb.class, learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public List<String> memories() {
    return List.of(FIRST_MOMENTS, SECOND_MOMENTS);
  }

  /** A norm is of a whole parameter; where none is taken, parts will do. */
  @Override
  public List<Stretch> parts(Stretch parameters) {
    return isScaled(parameters) ? parameters.matrices() : parameters.pieces();
  }

  private static boolean isScaled(Stretch parameters) {
    return parameters.kind() == 0;
  }

  @Override
  public void update(Stretch parameters, Step step) {
    Tensor values = parameters.values();
    Tensor gradients = parameters.gradients();
    Tensor first = parameters.memory(FIRST_MOMENTS);
    Tensor second = parameters.memory(SECOND_MOMENTS);
    double steps = step.number().item();
    try (Scope temporary = Scope.open()) {
      first.lerpInPlace(gradients, 1 - beta1);
      second.lerpInPlace(gradients.mul(gradients), 1 - beta2);
      Tensor deviation = second.div(1 - Math.pow(beta2, steps)).sqrt().add(epsilon);
      Tensor direction = first.div(1 - Math.pow(beta1, steps)).div(deviation);
      double decay = weightDecay(parameters);
      if (decay > 0) {
        FusedUpdate.move(direction, values, decay);
      }
      double trust = isScaled(parameters) ? trust(values, direction) : 1;
      FusedUpdate.move(values, direction, -step.learningRate() * trust);
    }
  }

  /** 1 where either has no norm to go by. */
  private static double trust(Tensor values, Tensor direction) {
    double norm = FusedUpdate.norm(values);
    double length = FusedUpdate.norm(direction);
    return norm > 0 && length > 0 ? norm / length : 1;
  }
}
