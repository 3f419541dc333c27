package fovea.explain;

import fovea.nn.CallListener;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.ReLU6;
import fovea.tensor.Autograd;
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

  /**
   * The gradient at an image, where each ReLU hands back what of its gradient is above 0, and by
   * its own rule. No parameter gathers any.
   *
   * @param output of the network
   * @param seeds its gradient, of its shape
   * @param image what the output was computed from, a leaf that requires a gradient
   */
  Tensor gradient(Tensor output, Tensor seeds, Tensor image) {
    List<Tensor> pieces = new ArrayList<>(List.of(output));
    List<Tensor> handed = new ArrayList<>(List.of(seeds));
    for (int i = cuts.size() - 1; i >= 0; i--) {
      Tensor gradient = gradient(pieces, handed, cuts.get(i).leaf);
      pieces.add(cuts.get(i).output);
      handed.add(gradient.clamp(0, Double.POSITIVE_INFINITY));
    }
    return gradient(pieces, handed, image);
  }

  /** Where a piece begins; 0 if no other one reads that. */
  private static Tensor gradient(List<Tensor> pieces, List<Tensor> handed, Tensor leaf) {
    List<Tensor> outputs = new ArrayList<>(pieces);
    List<Tensor> seeds = new ArrayList<>(handed);
    outputs.add(leaf.mul(1));
    seeds.add(Tensor.zeros(leaf.shape().toArray()));
    return Autograd.gradients(outputs, seeds, List.of(leaf), true).get(0);
  }
}
