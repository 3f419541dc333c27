package fovea.recipe;

import fovea.optim.Optimizer;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Tensor;
import java.util.Map;

/** How the gradients change the weights: {@link Sgd}, {@link AdamW} or {@link Muon}. */
public sealed interface OptimizerSettings {
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

  /** Stochastic gradient descent with momentum. */
  @Named("sgd")
  record Sgd(
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
    public Sgd {
      Declared.check(Sgd.class, learningRate, momentum, nesterov, weightDecay, decoupled);
    }

    @Override
    public Optimizer of(Map<String, Tensor> parameters, int batchSize) {
      return new fovea.optim.Sgd(parameters, momentum, nesterov, weightDecay, decoupled);
    }
  }

  /** Adam with decoupled weight decay. */
  @Named("adamw")
  record AdamW(
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
    public AdamW {
      Declared.check(AdamW.class, learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public Optimizer of(Map<String, Tensor> parameters, int batchSize) {
      return new fovea.optim.AdamW(parameters, beta1, beta2, epsilon, weightDecay);
    }
  }

  /**
   * Muon for the filters, Nesterov's momentum for head and biases. Filters are changed by as much
   * whatever their gradient; the other rates, and the decay, count for each image of a batch.
   */
  @Named("muon")
  record Muon(
      @Setting(
              about = "the schedule's peak, of the filters",
              standard = "0.24",
              range = "(0, 1000]")
          double learningRate,
      @Setting(
              about = "share of the filters' last step that the next one keeps",
              standard = "0.6",
              range = "[0, 1)")
          double momentum,
      @Setting(
              about = "of Newton and Schulz, which orthogonalise a step of the filters",
              standard = "3",
              range = "[1, 20]")
          int iterations,
      @Setting(
              about = "of matrices, for each image of a batch, at the schedule's peak",
              standard = "0.67",
              range = "(0, 1000]")
          double headLearningRate,
      @Setting(
              about = "of vectors, for each image of a batch, at the schedule's peak",
              standard = "0.053",
              range = "(0, 1000]")
          double biasLearningRate,
      @Setting(about = "of matrices and vectors", standard = "0.85", range = "[0, 1)")
          double sgdMomentum,
      @Setting(
              about =
                  "of matrices and vectors, for each image of a batch, already multiplied by "
                      + "their rate",
              standard = "2e-6",
              range = "[0, 10]")
          double weightDecay)
      implements OptimizerSettings {
    public Muon {
      Declared.check(
          Muon.class,
          learningRate,
          momentum,
          iterations,
          headLearningRate,
          biasLearningRate,
          sgdMomentum,
          weightDecay);
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
