package fovea.nn;

import fovea.tensor.Tensor;

/** Is told of module calls on the thread that {@linkplain Listening listens}. */
@FunctionalInterface
public interface CallListener {
  /** A call has returned; a parent's call follows its children's. */
  void called(Module module, Tensor input, Tensor output);

  /**
   * A call begins.
   *
   * @return what the module gets in place of its input: a tensor of the same values
   */
  default Tensor entering(Module module, Tensor input) {
    return input;
  }

  /**
   * A call has ended, after {@link #called}.
   *
   * @return what the caller gets in place of the output: a tensor of the same values
   */
  default Tensor leaving(Module module, Tensor output) {
    return output;
  }

  /** The {@linkplain Listening block} has ended, be it by an exception. */
  default void ended() {}
}
