package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.FusedUpdate;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * RMSprop: gradients over the root of their squares' mean, {@code s = alpha s + (1 - alpha) g^2},
 * then {@code m = momentum m + g / (sqrt(s) + epsilon)} and {@code p -= learningRate m}. Centred,
 * the square of the gradients' mean is subtracted from {@code s}, which leaves their variance.
 *
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Hinton,
 *     Srivastava and Swersky 2012, slide 29</a>
 * @see <a href="https://arxiv.org/abs/1308.0850">Graves 2013, equations 38 to 45, centred</a>
 */
@Named("rmsprop")
public record RmsProp(
    @Setting(about = "the schedule's peak", standard = "0.01", range = "(0, 1000]")
        double learningRate,
    @Setting(about = "decay of the squared gradients' mean", standard = "0.99", range = "[0, 1)")
        double alpha,
    @Setting(
            about = "share of the last step that the next one keeps",
            standard = "0",
            range = "[0, 1)")
        double momentum,
    @Setting(
            about = "whether gradients are divided by their deviation from their mean",
            standard = "false")
        boolean centered,
    @Setting(about = "added to the denominator", standard = "1e-8", range = "(0, 1]")
        double epsilon,
    @Setting(
            about = "of filters and matrices; biases and batch norm are left alone",
            standard = "0",
            range = "[0, 10]")
        double weightDecay,
    @Setting(
            about =
                "whether decay shrinks the weights apart from the gradient, or is an L2 penalty",
            standard = "false")
        boolean decoupled)
    implements OptimizerSettings {
  private static final String SQUARES = "squares";
  private static final String MEANS = "means";
  private static final String MOMENTA = "momenta";

  public RmsProp {
    Declared.check(
        RmsProp.class, learningRate, alpha, momentum, centered, epsilon, weightDecay, decoupled);
  }

  @Override
  public List<String> memories() {
    List<String> all = new ArrayList<>(List.of(SQUARES));
    if (centered) {
      all.add(MEANS);
    }
    if (momentum > 0) {
      all.add(MOMENTA);
    }
    return all;
  }

  @Override
  public void update(Stretch parameters, Step step) {
    Tensor values = parameters.values();
    double decay = weightDecay(parameters);
    if (decoupled && decay > 0) {
      FusedUpdate.decay(values, step.learningRate() * decay);
    }
    try (Scope temporary = Scope.open()) {
      Tensor gradients = parameters.gradients();
      if (!decoupled && decay > 0) {
        gradients = gradients.add(values.mul(decay));
      }
      Tensor direction = gradients.div(deviations(parameters, gradients));
      if (momentum > 0) {
        Tensor momenta = parameters.memory(MOMENTA);
        momenta.copyFrom(momenta.mul(momentum).add(direction));
        direction = momenta;
      }
      FusedUpdate.move(values, direction, -step.learningRate());
    }
  }

  private Tensor deviations(Stretch parameters, Tensor gradients) {
    Tensor squares = parameters.memory(SQUARES);
    squares.lerpInPlace(gradients.mul(gradients), 1 - alpha);
    if (!centered) {
      return squares.sqrt().add(epsilon);
    }
    Tensor means = parameters.memory(MEANS);
    means.lerpInPlace(gradients, 1 - alpha);
    // What rounding takes below 0 has no root.
    Tensor variances = squares.sub(means.mul(means)).clamp(0, Double.POSITIVE_INFINITY);
    return variances.sqrt().add(epsilon);
  }
}
