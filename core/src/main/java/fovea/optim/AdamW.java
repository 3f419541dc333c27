package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Adam with decoupled weight decay.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 2</a>
 */
public final class AdamW implements Optimizer {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double weightDecay;
  private final DecayGroups groups;
  private final Scope memory = Scope.detached();
  private final Tensor firstMoments;
  private final Tensor secondMoments;
  private final Tensor steps;

  /**
   * An optimiser of these parameters.
   *
   * @param parameters by name; float32 leaves
   * @param beta1 decay of the gradients' mean, in [0, 1)
   * @param beta2 decay of the squared gradients' mean, in [0, 1)
   * @param epsilon added to the denominator, above 0
   * @param weightDecay 0 or more; of parameters with more than one dimension
   */
  public AdamW(
      Map<String, Tensor> parameters,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.weightDecay = weightDecay;
    groups = new DecayGroups(parameters);
    try (Scope temporary = Scope.open()) {
      firstMoments = memory.adopt(Tensor.zeros(groups.size()));
      secondMoments = memory.adopt(Tensor.zeros(groups.size()));
      steps = memory.adopt(Tensor.zeros());
    }
  }

  @Override
  public void step(double learningRate) {
    steps.addInPlace(1);
    groups.update(
        weightDecay,
        (part, decay) ->
            FusedUpdate.adamW(
                part.of(groups.values()),
                part.of(groups.gradients()),
                part.of(firstMoments),
                part.of(secondMoments),
                steps,
                learningRate,
                beta1,
                beta2,
                epsilon,
                decay));
  }

  @Override
  public Tensor flatParameters() {
    return groups.values();
  }

  @Override
  public Tensor flatGradients() {
    return groups.gradients();
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("firstMoments", firstMoments, "secondMoments", secondMoments, "steps", steps);
  }

  @Override
  public void close() {
    memory.close();
    groups.close();
  }
}
