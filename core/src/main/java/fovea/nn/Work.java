package fovea.nn;

import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * Counted work: the floating-point operations of convolutions and linear layers, two for each
 * multiply-accumulate. All else that a network does is not counted, so a rate by this count says
 * how much of the machine's product rate a whole step reached.
 *
 * @param forward operations of the forward pass
 * @param backward operations of the backward pass: as many again for the gradient of every weight
 *     that requires one, and for the gradient of every input that requires one
 */
public record Work(long forward, long backward) {
  public static final Work NONE = new Work(0, 0);

  /** Both passes. */
  public long total() {
    return forward + backward;
  }

  public Work plus(Work other) {
    return new Work(forward + other.forward, backward + other.backward);
  }

  /**
   * The work of a training step, found by running the network once on an image of zeros in
   * evaluation mode; the mode of each part is put back. Not for a thread on which gradients are
   * off.
   *
   * @param input [C, H, W]
   * @return of one image; a batch is as many times the work
   */
  public static Work of(Module network, Shape input) {
    Work[] sum = {NONE};
    CallListener add = (module, in, out) -> sum[0] = sum[0].plus(ofCall(module, in, out));
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Listening listening = Listening.to(add)) {
      long[] sizes = input.toArray();
      Tensor unused = network.call(Tensor.zeros(1, sizes[0], sizes[1], sizes[2]));
    }
    return sum[0];
  }

  /**
   * The work of one call, without that of the module's children.
   *
   * @param input [N, ...], as the module was called with it
   * @param output [N, ...], what it returned
   * @return of all N images
   */
  public static Work ofCall(Module module, Tensor input, Tensor output) {
    long macs = module.macs(input.shape(), output.shape());
    if (macs == 0) {
      return NONE;
    }
    long once = 2 * macs * input.shape().size(0);
    Tensor weight = module.parameters().get("weight");
    int gradients =
        (weight != null && weight.requiresGradient() ? 1 : 0) + (input.requiresGradient() ? 1 : 0);
    return new Work(once, gradients * once);
  }
}
