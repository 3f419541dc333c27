package fovea.explain;

import fovea.nn.CallListener;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.ReLU6;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a network's graph behind each ReLU, and goes back through the pieces, the last first. All
 * that reads a ReLU's output runs after it, so its gradient is complete when its turn comes.
 */
final class GuidedCuts implements CallListener {
  private final List<Cut> cuts = new ArrayList<>();

  /**
   * @param output of a ReLU, which what comes before it is recorded in
   * @param leaf the same values, which what comes after it begins from
   */
  private record Cut(Tensor output, Tensor leaf) {}

  @Override
  public void called(Module module, Tensor input, Tensor output) {}

  @Override
  public Tensor leaving(Module module, Tensor output) {
    if (!(module instanceof ReLU || module instanceof ReLU6) || !output.requiresGradient()) {
      return output;
    }
    Tensor leaf = output.detach().requireGradient(true);
    cuts.add(new Cut(output, leaf));
    return leaf;
  }

  boolean hasAny() {
    return !cuts.isEmpty();
  }

  /** Hands back through each ReLU what of its gradient is above 0, and by its own rule. */
  void backward() {
    for (int i = cuts.size() - 1; i >= 0; i--) {
      Tensor gradient = cuts.get(i).leaf.gradient();
      if (gradient != null) {
        Tensor positive = gradient.detach().clamp(0, Double.POSITIVE_INFINITY);
        cuts.get(i).output.backward(positive, true);
      }
    }
  }
}
