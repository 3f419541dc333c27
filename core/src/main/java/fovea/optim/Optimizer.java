package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.NamedTensors;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes parameters along their gradients, as its settings say. The parameters it was made with
 * lie in one flat buffer from then on, until it is closed and after. Those that are frozen when it
 * is made it leaves alone for good; those that are frozen later, while they are.
 */
public final class Optimizer implements AutoCloseable {
  private static final String STEPS = "steps";

  private final OptimizerSettings settings;
  private final int batchSize;
  private final FlatParameters parameters;
  private final Scope memory = Scope.detached();
  private final Tensor steps;

  Optimizer(
      OptimizerSettings settings,
      Map<String, Tensor> parameters,
      Map<String, Factors> factors,
      int batchSize) {
    this.settings = settings;
    this.batchSize = batchSize;
    this.parameters = new FlatParameters(settings, parameters, factors);
    try (Scope temporary = Scope.open()) {
      steps = memory.adopt(Tensor.zeros());
    }
  }

  /** Before a backward pass, which adds to the gradients. */
  public void zeroGradients() {
    flatGradients().zeroInPlace();
  }

  /**
   * Scales all gradients so that their common L2 norm is at most the given one.
   *
   * @return the norm before
   */
  public double clipGradients(double largestNorm) {
    return FusedUpdate.clipNorm(flatGradients(), largestNorm);
  }

  /** One update. */
  public void step(double learningRate) {
    steps.addInPlace(1);
    for (Stretch stretch : parameters.stretches()) {
      double rate = learningRate * stretch.factors().rate();
      settings.update(stretch, new Step(rate, batchSize, steps));
    }
  }

  /** All parameters in one tensor [P], in the order this optimiser laid them. */
  public Tensor flatParameters() {
    return parameters.values();
  }

  /** All gradients in one tensor [P], in the same order. */
  public Tensor flatGradients() {
    return parameters.gradients();
  }

  /**
   * Each parameter's part of such a tensor.
   *
   * @param flat [P]
   * @return views in the current scope, by the parameters' names
   */
  public Map<String, Tensor> named(Tensor flat) {
    return parameters.named(flat);
  }

  /** What it remembers between steps, by parameter; the tensors stay its own. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>(parameters.namedMemories());
    state.put(STEPS, steps);
    return state;
  }

  /**
   * Goes on from what another of its kind remembered; also from a state of when each memory was
   * saved as one tensor without names.
   *
   * @throws fovea.FoveaException naming what is missing, unexpected or of another shape; then
   *     nothing was changed
   */
  public void load(Map<String, Tensor> earlier) {
    boolean flat =
        parameters.areInOneGroup()
            && parameters.memories().keySet().stream().anyMatch(earlier::containsKey);
    Map<String, Tensor> own = flat ? new LinkedHashMap<>(parameters.memories()) : state();
    if (!flat || earlier.containsKey(STEPS)) {
      own.put(STEPS, steps);
    }
    NamedTensors.copy(own, earlier, "the optimiser's state doesn't fit these weights");
  }

  /** Frees gradients and state; the parameters keep their values. */
  @Override
  public void close() {
    memory.close();
    parameters.close();
  }
}
