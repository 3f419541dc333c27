package fovea.train;

import fovea.optim.Optimizer;
import fovea.tensor.Tensor;
import java.util.Map;

/** How the gradients change the weights: {@link Sgd} or {@link AdamW}. */
public sealed interface OptimizerSettings {
  /** As a recipe names it: {@code sgd} or {@code adamw}. */
  String name();

  /** The schedule's peak, above 0. */
  double learningRate();

  /** 0 or more. */
  double weightDecay();

  /** An optimiser of these parameters, by name. */
  Optimizer of(Map<String, Tensor> parameters);

  /**
   * Stochastic gradient descent with momentum.
   *
   * @param learningRate the schedule's peak, above 0
   * @param momentum in [0, 1)
   * @param weightDecay 0 or more
   * @param decoupled whether decay shrinks the weights apart from the gradient, or is an L2 penalty
   */
  record Sgd(
      double learningRate, double momentum, boolean nesterov, double weightDecay, boolean decoupled)
      implements OptimizerSettings {
    static final Sgd STANDARD = new Sgd(0.1, 0.9, true, 0.0005, false);

    public Sgd {
      Limits.LEARNING_RATE.check("learningRate", learningRate);
      Limits.BELOW_ONE.check("momentum", momentum);
      Limits.WEIGHT_DECAY.check("weightDecay", weightDecay);
    }

    @Override
    public String name() {
      return "sgd";
    }

    @Override
    public Optimizer of(Map<String, Tensor> parameters) {
      return new fovea.optim.Sgd(parameters, momentum, nesterov, weightDecay, decoupled);
    }
  }

  /**
   * Adam with decoupled weight decay.
   *
   * @param learningRate the schedule's peak, above 0
   * @param beta1 decay of the gradients' mean, in [0, 1)
   * @param beta2 decay of the squared gradients' mean, in [0, 1)
   * @param epsilon added to the denominator, above 0
   * @param weightDecay 0 or more
   */
  record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
      implements OptimizerSettings {
    static final AdamW STANDARD = new AdamW(0.001, 0.9, 0.999, 1e-8, 0.01);

    public AdamW {
      Limits.LEARNING_RATE.check("learningRate", learningRate);
      Limits.BELOW_ONE.check("beta1", beta1);
      Limits.BELOW_ONE.check("beta2", beta2);
      Limits.EPSILON.check("epsilon", epsilon);
      Limits.WEIGHT_DECAY.check("weightDecay", weightDecay);
    }

    @Override
    public String name() {
      return "adamw";
    }

    @Override
    public Optimizer of(Map<String, Tensor> parameters) {
      return new fovea.optim.AdamW(parameters, beta1, beta2, epsilon, weightDecay);
    }
  }
}
