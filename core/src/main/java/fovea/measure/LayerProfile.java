package fovea.measure;

import fovea.nn.CountedWork;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long each layer of a network takes, forward and backward.
 *
 * <p>While it listens, the graph of every leaf module's call is cut on both sides: the layer gets a
 * leaf of its own in place of its input, and its caller one in place of its output. {@link
 * #backward} then goes through the calls in reverse order, each from its output to its input, and
 * carries gradients over the cuts. The gradients of the parameters come out as those of an ordinary
 * backward pass bit for bit. Only their last bits may differ for a parameter that several calls
 * share, and where paths part at the result of an operation that is no module and rounds gradients,
 * such as a multiplication.
 *
 * <pre>{@code
 * Tensor loss;
 * try (Listening listening = profile.listen()) {
 *   loss = crossEntropy(network.call(images), labels, 0);
 * }
 * profile.backward(loss);
 * }</pre>
 */
public final class LayerProfile {
  private final IdentityHashMap<Module, String> names = new IdentityHashMap<>();
  private final Map<Module, LayerTimes> times = new LinkedHashMap<>();
  private final LayerTimes other = new LayerTimes();
  private @Nullable CutCalls calls;
  private long start;

  private LayerProfile(Module network) {
    network.modules().forEach((name, module) -> names.put(module, name));
  }

  /** Nothing is measured yet. */
  public static LayerProfile of(Module network) {
    return new LayerProfile(network);
  }

  /**
   * What a layer took, over all its calls.
   *
   * @param type as PyTorch calls it
   * @param calls so far
   * @param forwardMilliseconds 0 or more
   * @param backwardMilliseconds of calls that {@link #backward} came back through
   * @param gigaflop counted work, of 10^9 operations; {@link CountedWork}
   */
  public record Layer(
      String name,
      String type,
      int calls,
      double forwardMilliseconds,
      double backwardMilliseconds,
      double gigaflop) {
    public double milliseconds() {
      return forwardMilliseconds + backwardMilliseconds;
    }

    /** 0 for a layer whose work isn't counted. */
    public double gigaflopsPerSecond() {
      return gigaflop == 0 ? 0 : gigaflop / milliseconds() * 1e3;
    }
  }

  /** A block on this thread whose calls of the network's layers are measured. */
  public Listening listen() {
    CutCalls fresh = new CutCalls(module -> times.computeIfAbsent(module, m -> new LayerTimes()));
    calls = fresh;
    start = System.nanoTime();
    return Listening.to(fresh);
  }

  /**
   * Goes back through the calls heard since the last {@link #listen}, after its block, and adds to
   * the gradients of the network's parameters.
   *
   * @param loss a single number, of the same scope as those calls
   * @throws IllegalStateException if nothing was listened to, or it was gone through already
   */
  public void backward(Tensor loss) {
    CutCalls heard = calls;
    if (heard == null) {
      throw new IllegalStateException("backward: listen to a forward pass first");
    }
    calls = null;
    long turn = System.nanoTime();
    other.forward(turn - start - heard.forwardNanos(), CountedWork.NONE);
    long inLayers = heard.backward(loss);
    other.backward(System.nanoTime() - turn - inLayers);
  }

  /** The network's layers in the order in which they first ran. */
  public List<Layer> layers() {
    List<Layer> found = new ArrayList<>();
    times.forEach(
        (module, took) -> found.add(took.as(names.getOrDefault(module, ""), module.type())));
    return found;
  }

  /** What the passes took outside of layers: the loss, and operations between layers. */
  public Layer other() {
    return other.as("other", "");
  }
}
