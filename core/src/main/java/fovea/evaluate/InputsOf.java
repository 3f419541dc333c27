package fovea.evaluate;

import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sees on this thread what a module is given; of several calls, in the last. */
final class InputsOf {
  private final Module module;
  private @Nullable Tensor seen;

  InputsOf(Module module) {
    this.module = module;
  }

  /** Does the call and looks on. */
  Tensor during(Supplier<Tensor> call) {
    try (Listening listening =
        Listening.to(
            (called, input, output) -> {
              if (called == module) {
                seen = input;
              }
            })) {
      return call.get();
    }
  }

  /** [N, D], float32; of [N, D, H, W] the mean over height and width. Null if it wasn't called. */
  @Nullable Tensor pooled() {
    if (seen == null) {
      return null;
    }
    Tensor input = seen.to(DType.FLOAT32);
    return input.shape().rank() == 4 ? input.mean(2, 3) : input.flatten(1);
  }
}
