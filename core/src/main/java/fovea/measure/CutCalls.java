package fovea.measure;

import fovea.nn.CallListener;
import fovea.nn.CountedWork;
import fovea.nn.Module;
import fovea.tensor.Operation;
import fovea.tensor.Tape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the graph before and after every leaf module's call of one forward pass, and goes back over
 * the cuts; {@link LayerProfile} says why.
 */
final class CutCalls implements CallListener {
  private final Function<Module, LayerTimes> times;
  private final Tape tape = Tape.open();
  private final List<Call> calls = new ArrayList<>();
  private long forwardNanos;
  private @Nullable Cut entered;
  private int first;
  private long start;

  /**
   * @param times where what a layer took is added to
   */
  CutCalls(Function<Module, LayerTimes> times) {
    this.times = times;
  }

  /** A tensor that the graph is cut at: what went in, and the leaf that came out in its place. */
  private record Cut(Tensor before, Tensor after) {
    static Cut at(Tensor tensor) {
      return new Cut(
          tensor, tensor.requiresGradient() ? tensor.detach().requireGradient(true) : tensor);
    }

    /**
     * Carries on the gradient that the leaf has collected, if there is one.
     *
     * @return the nanoseconds it took
     */
    long backward(boolean keepGraph) {
      Tensor gradient = before == after ? null : after.gradient();
      if (gradient == null) {
        return 0;
      }
      long start = System.nanoTime();
      before.backward(gradient, keepGraph);
      return System.nanoTime() - start;
    }
  }

  private record Call(LayerTimes times, Cut input, Cut output) {}

  @Override
  public Tensor entering(Module module, Tensor input) {
    if (!module.isLeaf()) {
      return input;
    }
    Cut cut = Cut.at(input);
    entered = cut;
    first = tape.operations().size();
    start = System.nanoTime();
    return cut.after;
  }

  @Override
  public void called(Module module, Tensor input, Tensor output) {
    if (module.isLeaf()) {
      long nanos = System.nanoTime() - start;
      forwardNanos += nanos;
      List<Operation> operations = tape.operations();
      times
          .apply(module)
          .forward(nanos, CountedWork.of(operations.subList(first, operations.size())));
    }
  }

  @Override
  public Tensor leaving(Module module, Tensor output) {
    Cut input = entered;
    if (!module.isLeaf() || input == null) {
      return output;
    }
    Call call = new Call(times.apply(module), input, Cut.at(output));
    calls.add(call);
    return call.output.after;
  }

  @Override
  public void ended() {
    tape.close();
  }

  /** What the layers took forward. */
  long forwardNanos() {
    return forwardNanos;
  }

  /**
   * From the loss to all parameters.
   *
   * @return the nanoseconds spent in layers
   */
  long backward(Tensor loss) {
    loss.backward(Tensor.ones(loss.shape().toArray()), true);
    long nanos = 0;
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      long took = call.output.backward(false);
      call.times.backward(took);
      nanos += took;
      // Other layers' inputs may come from the same operations.
      long unused = call.input.backward(true);
    }
    return nanos;
  }
}
