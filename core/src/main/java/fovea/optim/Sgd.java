package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.FusedUpdate;
import java.util.List;

/**
 * Stochastic gradient descent with momentum, Nesterov's or plain.
 *
 * @param decoupled whether decay shrinks the weights by {@code learningRate weightDecay}, apart
 *     from the momentum, or is an L2 penalty in the gradient
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. 2013</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 1</a>
 */
@Named("sgd")
public record Sgd(
    @Setting(about = "the schedule's peak", standard = "0.1", range = "(0, 1000]")
        double learningRate,
    @Setting(
            about = "share of the last step that the next one keeps",
            standard = "0.9",
            range = "[0, 1)")
        double momentum,
    @Setting(about = "look ahead by the momentum, as Nesterov does", standard = "true")
        boolean nesterov,
    @Setting(
            about = "of filters and matrices; biases and batch norm are left alone",
            standard = "0.0005",
            range = "[0, 10]")
        double weightDecay,
    @Setting(
            about =
                "whether decay shrinks the weights apart from the gradient, or is an L2 penalty",
            standard = "false")
        boolean decoupled)
    implements OptimizerSettings {
  private static final String MOMENTA = "momenta";

  public Sgd {
    Declared.check(Sgd.class, learningRate, momentum, nesterov, weightDecay, decoupled);
  }

  @Override
  public List<String> memories() {
    return List.of(MOMENTA);
  }

  @Override
  public void update(Stretch parameters, Step step) {
    double decay = weightDecay(parameters);
    if (decoupled && decay > 0) {
      FusedUpdate.decay(parameters.values(), step.learningRate() * decay);
    }
    FusedUpdate.sgd(
        parameters.values(),
        parameters.gradients(),
        parameters.memory(MOMENTA),
        step.learningRate(),
        momentum,
        nesterov && momentum > 0,
        decoupled ? 0 : decay);
  }
}
