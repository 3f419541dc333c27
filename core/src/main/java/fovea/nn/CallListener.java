package fovea.nn;

import fovea.tensor.Tensor;

/** Is told of module calls on the thread that {@linkplain Listening listens}. */
@FunctionalInterface
public interface CallListener {
  /** A call has returned; a parent's call follows its children's. */
  void called(Module module, Tensor input, Tensor output);
}
