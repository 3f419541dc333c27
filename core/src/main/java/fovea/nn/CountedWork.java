package fovea.nn;

import fovea.tensor.Operation;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tape;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * The floating-point operations of convolutions, linear layers and matrix products, two for each
 * multiply-accumulate. All else that a network does is not counted, so a rate by this count says
 * how much of the machine's product rate a whole step reached.
 *
 * @param forward operations of the forward pass
 * @param backward operations of the backward pass: as many again for the gradient of every weight
 *     that requires one, and for the gradient of every input that requires one
 */
public record CountedWork(long forward, long backward) {
  public static final CountedWork NONE = new CountedWork(0, 0);

  /** Both passes. */
  public long total() {
    return forward + backward;
  }

  /**
   * The work of a training step, found by running the network once on an image of zeros in
   * evaluation mode; the mode of each part is put back. Not for a thread on which gradients are
   * off.
   *
   * @param input [C, H, W]
   * @return of one image; a batch is as many times the work
   */
  public static CountedWork of(Module network, Shape input) {
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Tape tape = Tape.open()) {
      long[] sizes = input.toArray();
      Tensor unused = network.call(Tensor.zeros(1, sizes[0], sizes[1], sizes[2]));
      return of(tape.operations());
    }
  }

  /** The work of operations on a tape, of all images in them. */
  public static CountedWork of(List<Operation> operations) {
    long forward = 0;
    long backward = 0;
    for (Operation operation : operations) {
      long once = 2 * macs(operation);
      if (once > 0) {
        // The operands of the product; a bias costs an addition only.
        long gradients =
            operation.requiredGradients().stream().limit(2).filter(required -> required).count();
        forward += once;
        backward += gradients * once;
      }
    }
    return new CountedWork(forward, backward);
  }

  /** Multiply-accumulates, of all images; of what isn't a product there are none. */
  static long macs(Operation operation) {
    Tensor result = operation.result();
    if (result == null) {
      return 0;
    }
    return switch (operation.name()) {
      case "conv2d" -> result.shape().elements() * perFilter(operand(operation, 1));
      case "linear", "matmul" -> result.shape().elements() * operand(operation, 0).size(-1);
      default -> 0;
    };
  }

  /** {@code inChannels / groups} times the filter's area. */
  private static long perFilter(Shape weight) {
    return weight.size(1) * weight.size(2) * weight.size(3);
  }

  private static Shape operand(Operation operation, int index) {
    return operation.input(index).shape();
  }
}
