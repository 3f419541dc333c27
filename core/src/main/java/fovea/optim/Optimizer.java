package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Changes parameters along their gradients, as its settings say. The parameters it was made with
 * lie in one flat buffer from then on, until it is closed and after.
 */
public final class Optimizer implements AutoCloseable {
  private static final String STEPS = "steps";

  private final OptimizerSettings settings;
  private final int batchSize;
  private final FlatParameters parameters;
  private final Scope memory = Scope.detached();
  private final Tensor steps;

  Optimizer(OptimizerSettings settings, Map<String, Tensor> parameters, int batchSize) {
    this.settings = settings;
    this.batchSize = batchSize;
    this.parameters = new FlatParameters(settings, parameters);
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
    Step step = new Step(learningRate, batchSize, steps);
    parameters.stretches().forEach(stretch -> settings.update(stretch, step));
  }

  /** All parameters in one tensor [P], in the order this optimiser laid them. */
  public Tensor flatParameters() {
    return parameters.values();
  }

  /** All gradients in one tensor [P], in the same order. */
  public Tensor flatGradients() {
    return parameters.gradients();
  }

  /** What it remembers between steps, by name; the tensors stay its own. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>(parameters.memories());
    state.put(STEPS, steps);
    return state;
  }

  /**
   * Goes on from what another of its kind remembered.
   *
   * @throws IllegalArgumentException if names or shapes differ from {@link #state}; then nothing
   *     was changed
   */
  public void load(Map<String, Tensor> earlier) {
    Map<String, Tensor> state = state();
    if (!earlier.containsKey(STEPS)) {
      state.remove(STEPS); // only what counts them used to save them
    }
    if (!earlier.keySet().equals(state.keySet())) {
      throw new IllegalArgumentException(
          "optimiser state " + earlier.keySet() + ", expected " + state.keySet());
    }
    earlier.forEach(
        (name, value) -> {
          Tensor own = state.get(name);
          if (own != null && !own.shape().equals(value.shape())) {
            throw new IllegalArgumentException(
                "optimiser state `%s` has shape %s, expected %s"
                    .formatted(name, value.shape(), own.shape()));
          }
        });
    earlier.forEach(
        (name, value) -> {
          Tensor own = state.get(name);
          if (own != null) {
            own.copyFrom(value);
          }
        });
  }

  /** Frees gradients and state; the parameters keep their values. */
  @Override
  public void close() {
    memory.close();
    parameters.close();
  }
}
