package fovea.optim;

import fovea.tensor.FusedUpdate;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Changes parameters along their gradients. The parameters it was made with lie in one flat buffer
 * from then on, until it is closed and after.
 */
public interface Optimizer extends AutoCloseable {
  /** Before a backward pass, which adds to the gradients. */
  default void zeroGradients() {
    flatGradients().zeroInPlace();
  }

  /**
   * Scales all gradients so that their common L2 norm is at most the given one.
   *
   * @return the norm before
   */
  default double clipGradients(double largestNorm) {
    return FusedUpdate.clipNorm(flatGradients(), largestNorm);
  }

  /** One update. */
  void step(double learningRate);

  /** All parameters in one tensor [P], in the order this optimiser laid them. */
  Tensor flatParameters();

  /** All gradients in one tensor [P], in the same order. */
  Tensor flatGradients();

  /** What it remembers between steps, by name; the tensors stay its own. */
  Map<String, Tensor> state();

  /**
   * Goes on from what another of its kind remembered.
   *
   * @throws IllegalArgumentException if names or shapes differ from {@link #state}; then nothing
   *     was changed
   */
  default void load(Map<String, Tensor> earlier) {
    Map<String, Tensor> state = state();
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
  void close();
}
