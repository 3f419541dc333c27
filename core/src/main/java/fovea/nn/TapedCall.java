package fovea.nn;

import fovea.tensor.Operation;
import fovea.tensor.Tape;
import fovea.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One call of a network: every operation in order, and which module calls they belong to.
 *
 * @param operations of the whole call, those in no module's forward but the network's own included
 * @param calls in the order in which they returned
 * @param output what the network returned
 */
record TapedCall(List<Operation> operations, List<Part> calls, Tensor output) {

  /**
   * A module's call.
   *
   * @param first index of its first operation
   * @param end index after its last
   */
  record Part(Module module, int first, int end, Tensor output) {}

  /** Calls a network in its mode; the tensors are the current scope's. */
  static TapedCall of(Module network, Tensor images) {
    try (Tape tape = Tape.open()) {
      Parts parts = new Parts(tape);
      Tensor output;
      try (Listening listening = Listening.to(parts)) {
        output = network.call(images);
      }
      return new TapedCall(List.copyOf(tape.operations()), List.copyOf(parts.ended), output);
    }
  }

  List<Operation> operations(Part call) {
    return operations.subList(call.first, call.end);
  }

  private static final class Parts implements CallListener {
    private final Tape tape;
    private final Deque<Integer> begun = new ArrayDeque<>();
    private final List<Part> ended = new ArrayList<>();

    Parts(Tape tape) {
      this.tape = tape;
    }

    @Override
    public Tensor entering(Module module, Tensor input) {
      begun.push(tape.operations().size());
      return input;
    }

    @Override
    public void called(Module module, Tensor input, Tensor output) {
      ended.add(new Part(module, begun.pop(), tape.operations().size(), output));
    }
  }
}
