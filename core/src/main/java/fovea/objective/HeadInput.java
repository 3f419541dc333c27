package fovea.objective;

import fovea.FoveaException;
import fovea.models.Head;
import fovea.nn.CallListener;
import fovea.nn.Module;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees in a call what a network's head is given, its features, and decides how much of the head's
 * gradient goes on to what is before it.
 */
final class HeadInput implements CallListener {
  private final Module head;
  private final double share;
  private @Nullable Tensor features;

  /**
   * @param share what the gradient is multiplied by; at 0 the head learns alone
   */
  HeadInput(Module network, int classes, double share) {
    Optional<Head> found = Head.of(network, classes);
    Module module = found.isEmpty() ? null : network.modules().get(found.get().name());
    if (module == null) {
      throw new FoveaException(
          "the network's last layer isn't one that names the classes, so there are no features to"
              + " learn by episodes; choose another network");
    }
    this.head = module;
    this.share = share;
  }

  @Override
  public void called(Module module, Tensor input, Tensor output) {}

  @Override
  public Tensor entering(Module module, Tensor input) {
    if (module != head) {
      return input;
    }
    features = input;
    Tensor still = input.detach();
    // The difference is nothing, but knows its gradient.
    return share == 0 ? still : share == 1 ? input : still.add(input.sub(still).mul(share));
  }

  /** [N, D], float32; of [N, D, H, W] the mean over height and width. */
  Tensor pooled() {
    if (features == null) {
      throw new IllegalStateException("the head wasn't called");
    }
    Tensor input = features.to(DType.FLOAT32);
    return input.shape().rank() == 4 ? input.mean(2, 3) : input.flatten(1);
  }
}
