package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.FusedUpdate;
import java.util.List;

/**
 * Adam with decoupled weight decay.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 2</a>
 */
@Named("adamw")
public record AdamW(
    @Setting(about = "the schedule's peak", standard = "0.001", range = "(0, 1000]")
        double learningRate,
    @Setting(about = "decay of the gradients' mean", standard = "0.9", range = "[0, 1)")
        double beta1,
    @Setting(about = "decay of the squared gradients' mean", standard = "0.999", range = "[0, 1)")
        double beta2,
    @Setting(about = "added to the denominator", standard = "1e-8", range = "(0, 1]")
        double epsilon,
    @Setting(
            about = "of filters and matrices; biases and batch norm are left alone",
            standard = "0.01",
            range = "[0, 10]")
        double weightDecay)
    implements OptimizerSettings {
  private static final String FIRST_MOMENTS = "firstMoments";
  private static final String SECOND_MOMENTS = "secondMoments";

  public AdamW {
    Declared.check(AdamW.class, learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public List<String> memories() {
    return List.of(FIRST_MOMENTS, SECOND_MOMENTS);
  }

  @Override
  public void update(Stretch parameters, Step step) {
    FusedUpdate.adamW(
        parameters.values(),
        parameters.gradients(),
        parameters.memory(FIRST_MOMENTS),
        parameters.memory(SECOND_MOMENTS),
        step.number(),
        step.learningRate(),
        beta1,
        beta2,
        epsilon,
        weightDecay(parameters));
  }
}
