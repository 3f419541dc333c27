package fovea.train;

import fovea.optim.Optimizer;
import fovea.tensor.Tensor;
import java.util.Map;

/** How the gradients change the weights: {@link Sgd}, {@link AdamW} or {@link Muon}. */
public sealed interface OptimizerSettings {
  /** As a recipe names it: {@code sgd}, {@code adamw} or {@code muon}. */
  String name();

  /** The schedule's peak, above 0. */
  double learningRate();

  /** 0 or more. */
  double weightDecay();

  /**
   * An optimiser of these parameters, by name.
   *
   * @param batchSize images whose mean loss a step goes down
   */
  Optimizer of(Map<String, Tensor> parameters, int batchSize);

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
    public Optimizer of(Map<String, Tensor> parameters, int batchSize) {
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
    public Optimizer of(Map<String, Tensor> parameters, int batchSize) {
      return new fovea.optim.AdamW(parameters, beta1, beta2, epsilon, weightDecay);
    }
  }

  /**
   * Muon for the filters, Nesterov's momentum for head and biases. Filters are changed by as much
   * whatever their gradient; the other rates, and the decay, count for each image of a batch.
   *
   * @param learningRate of the filters, the schedule's peak, above 0
   * @param momentum of the filters, in [0, 1)
   * @param iterations of Newton and Schulz, in [1, 20]
   * @param headLearningRate of matrices, at the schedule's peak, above 0
   * @param biasLearningRate of vectors, at the schedule's peak, above 0
   * @param sgdMomentum of matrices and vectors, in [0, 1)
   * @param weightDecay of matrices and vectors, already multiplied by their rate; 0 or more
   */
  record Muon(
      double learningRate,
      double momentum,
      int iterations,
      double headLearningRate,
      double biasLearningRate,
      double sgdMomentum,
      double weightDecay)
      implements OptimizerSettings {
    static final Muon STANDARD = new Muon(0.24, 0.6, 3, 0.67, 0.053, 0.85, 2e-6);

    public Muon {
      Limits.LEARNING_RATE.check("learningRate", learningRate);
      Limits.BELOW_ONE.check("momentum", momentum);
      Limits.ITERATIONS.check("iterations", iterations);
      Limits.LEARNING_RATE.check("headLearningRate", headLearningRate);
      Limits.LEARNING_RATE.check("biasLearningRate", biasLearningRate);
      Limits.BELOW_ONE.check("sgdMomentum", sgdMomentum);
      Limits.WEIGHT_DECAY.check("weightDecay", weightDecay);
    }

    @Override
    public String name() {
      return "muon";
    }

    @Override
    public Optimizer of(Map<String, Tensor> parameters, int batchSize) {
      double image = batchSize / learningRate;
      return new fovea.optim.Muon(
          parameters,
          momentum,
          iterations,
          new fovea.optim.Muon.Rates(
              headLearningRate * image,
              biasLearningRate * image,
              sgdMomentum,
              weightDecay * image));
    }
  }
}
