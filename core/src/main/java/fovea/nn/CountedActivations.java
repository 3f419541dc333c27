package fovea.nn;

import fovea.tensor.Autograd;
import fovea.tensor.Operation;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * How many values a network computes on the way from an image to its logits. Weights don't count.
 *
 * @param ofProducts values that convolutions, linear layers and matrix products give: what papers
 *     call a network's activations
 * @param all values that any operation gives; views of others and changes in place write none. A
 *     training step keeps at most as many for the way back.
 * @param peak the most that are needed at the same time on the way forward, the image among them
 * @see <a href="https://arxiv.org/abs/2003.13678">Radosavovic et al. 2020, section 4, on
 *     activations</a>
 */
public record CountedActivations(long ofProducts, long all, long peak) {
  /**
   * Runs a network on one image of zeros, in evaluation mode, and puts back the mode of each part.
   *
   * @param input [C, H, W]
   */
  public static CountedActivations of(Module network, Shape input) {
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      long[] sizes = input.toArray();
      Tensor image = Tensor.zeros(1, sizes[0], sizes[1], sizes[2]);
      try (Tape tape = Tape.open()) {
        Tensor unused = network.call(image);
        return of(image, tape.operations());
      }
    }
  }

  private static CountedActivations of(Tensor image, List<Operation> operations) {
    Memory memory = new Memory(image);
    long ofProducts = 0;
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      memory.note(operation, i);
      Tensor result = operation.result();
      if (result != null && CountedWork.macs(operation) > 0) {
        ofProducts += result.shape().elements();
      }
    }
    return new CountedActivations(ofProducts, memory.written(), memory.peak(operations.size()));
  }

  /** Which values are written when, and needed for how long. */
  private static final class Memory {
    /** By tensor, the number of the values that it shows. */
    private final IdentityHashMap<Tensor, Integer> shown = new IdentityHashMap<>();

    /** By number: how many values, and the first and last operation that has to do with them. */
    private final List<long[]> spans = new ArrayList<>();

    private final long imageSize;

    Memory(Tensor image) {
      imageSize = image.shape().elements();
      begin(image, 0);
    }

    private void begin(Tensor tensor, int operation) {
      shown.put(tensor, spans.size());
      spans.add(new long[] {tensor.shape().elements(), operation, operation});
    }

    void note(Operation operation, int number) {
      for (Tensor input : operation.inputs()) {
        use(input, number);
      }
      Tensor result = operation.result();
      if (result == null || operation.isInPlace()) {
        return;
      }
      Integer same = operation.inputs().isEmpty() ? null : shown.get(operation.inputs().get(0));
      if (operation.isView() && same != null) {
        shown.put(result, same);
      } else {
        begin(result, number);
      }
    }

    private void use(Tensor input, int number) {
      Integer values = shown.get(input);
      if (values != null) {
        spans.get(values)[2] = number;
      }
    }

    /** All but the image's. */
    long written() {
      return spans.stream().mapToLong(span -> span[0]).sum() - imageSize;
    }

    long peak(int operations) {
      long[] change = new long[operations + 1];
      for (long[] span : spans) {
        change[(int) span[1]] += span[0];
        change[(int) span[2] + 1] -= span[0];
      }
      long now = 0;
      long peak = 0;
      for (long each : change) {
        now += each;
        peak = Math.max(peak, now);
      }
      return peak;
    }
  }
}
