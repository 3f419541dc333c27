package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.FusedUpdate;
import java.util.List;

/**
 * Adam, whose weight decay is an L2 penalty: it goes through the moments, so that weights with
 * large gradients decay less than others. {@link AdamW} has decay apart from the gradient.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba 2015, algorithm 1</a>
 */
@Named("adam")
public record Adam(
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
            standard = "0",
            range = "[0, 10]")
        double weightDecay)
    implements OptimizerSettings {
  private static final String FIRST_MOMENTS = "firstMoments";
  private static final String SECOND_MOMENTS = "secondMoments";

  public Adam {
    Declared.check(Adam.class, learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public List<String> memories() {
    return List.of(FIRST_MOMENTS, SECOND_MOMENTS);
  }

  @Override
  public void update(Stretch parameters, Step step) {
    FusedUpdate.adam(
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
