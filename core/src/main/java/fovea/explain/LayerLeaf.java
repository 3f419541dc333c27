package fovea.explain;

import fovea.nn.CallListener;
import fovea.nn.Module;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Lets gradients begin at what a module gives, so that nothing below it is recorded; of several
 * calls, at the last.
 */
final class LayerLeaf implements CallListener {
  private final @Nullable Module module;
  private @Nullable Tensor leaf;

  LayerLeaf(@Nullable Module module) {
    this.module = module;
  }

  @Override
  public void called(Module called, Tensor input, Tensor output) {}

  @Override
  public Tensor leaving(Module called, Tensor output) {
    if (called != module) {
      return output;
    }
    leaf = output.detach().requireGradient(true);
    return leaf;
  }

  /** What the module gave, or null if it wasn't called. */
  @Nullable Tensor found() {
    return leaf;
  }
}
