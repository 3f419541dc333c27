package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum, Nesterov's or plain.
 *
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. 2013</a>
 */
public final class Sgd implements Optimizer {
  private final double momentum;
  private final boolean nesterov;
  private final double weightDecay;
  private final boolean decoupled;
  private final DecayGroups groups;
  private final Scope memory = Scope.detached();
  private final Tensor momenta;

  /**
   * An optimiser of these parameters.
   *
   * @param parameters by name; float32 leaves
   * @param momentum in [0, 1)
   * @param weightDecay 0 or more; of parameters with more than one dimension
   * @param decoupled whether decay shrinks the weights by {@code learningRate weightDecay}, apart
   *     from the momentum, or is an L2 penalty in the gradient
   * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 1</a>
   */
  public Sgd(
      Map<String, Tensor> parameters,
      double momentum,
      boolean nesterov,
      double weightDecay,
      boolean decoupled) {
    this.momentum = momentum;
    this.nesterov = nesterov && momentum > 0;
    this.weightDecay = weightDecay;
    this.decoupled = decoupled;
    groups = new DecayGroups(parameters);
    try (Scope temporary = Scope.open()) {
      momenta = memory.adopt(Tensor.zeros(groups.size()));
    }
  }

  @Override
  public void step(double learningRate) {
    groups.update(
        weightDecay,
        (part, decay) -> {
          Tensor values = part.of(groups.values());
          if (decoupled) {
            FusedUpdate.decay(values, learningRate * decay);
          }
          FusedUpdate.sgd(
              values,
              part.of(groups.gradients()),
              part.of(momenta),
              learningRate,
              momentum,
              nesterov,
              decoupled ? 0 : decay);
        });
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
    return Map.of("momenta", momenta);
  }

  @Override
  public void close() {
    memory.close();
    groups.close();
  }
}
