package fovea.serve.insight;

import fovea.nn.CallListener;
import fovea.nn.ChannelsLast;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of a network's leaf modules, each with what it gave and how long it took. */
final class LayerCalls {
  private final Map<String, Deque<Call>> calls = new HashMap<>();
  private final double milliseconds;

  /**
   * A call.
   *
   * @param channelsLast whether it gave [1, H, W, C]
   * @param milliseconds that the fastest one took
   */
  record Call(Tensor output, boolean channelsLast, double milliseconds) {}

  private LayerCalls(double milliseconds) {
    this.milliseconds = milliseconds;
  }

  /** Calls a network several times, in whatever scope is open. */
  static LayerCalls of(Module network, Tensor image, int passes) {
    Stopwatch fastest = pass(network, image);
    for (int pass = 1; pass < passes; pass++) {
      Stopwatch next = pass(network, image);
      next.keepFaster(fastest);
      fastest = next;
    }
    IdentityHashMap<Module, String> names = new IdentityHashMap<>();
    network.modules().forEach((name, module) -> names.put(module, name));
    LayerCalls found = new LayerCalls(fastest.all / 1e6);
    for (int i = 0; i < fastest.modules.size(); i++) {
      String name = names.getOrDefault(fastest.modules.get(i), "");
      found
          .calls
          .computeIfAbsent(name, unused -> new ArrayDeque<>())
          .add(
              new Call(
                  fastest.outputs.get(i), fastest.channelsLast.get(i), fastest.nanos.get(i) / 1e6));
    }
    return found;
  }

  private static Stopwatch pass(Module network, Tensor image) {
    Stopwatch watch = new Stopwatch();
    long start = System.nanoTime();
    try (Listening listening = Listening.to(watch)) {
      Tensor unused = network.call(image);
    }
    watch.all = System.nanoTime() - start;
    return watch;
  }

  /** The next call of a module, or null if there is none left. */
  @Nullable Call next(String name) {
    Deque<Call> left = calls.get(name);
    return left == null ? null : left.poll();
  }

  /** What a whole call takes. */
  double milliseconds() {
    return milliseconds;
  }

  /** Leaf modules don't lie within each other, so one beginning is enough. */
  private static final class Stopwatch implements CallListener {
    private final List<Module> modules = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();
    private final List<Boolean> channelsLast = new ArrayList<>();
    private final ChannelsLast order = new ChannelsLast();
    private final List<Long> nanos = new ArrayList<>();
    private long begun;
    private long all;

    @Override
    public Tensor entering(Module module, Tensor input) {
      begun = System.nanoTime();
      return input;
    }

    @Override
    public void called(Module module, Tensor input, Tensor output) {
      long took = System.nanoTime() - begun;
      boolean turned = order.called(module, input, output);
      if (module.isLeaf()) {
        modules.add(module);
        outputs.add(output);
        channelsLast.add(turned);
        nanos.add(took);
      }
    }

    /** The same calls in the same order, as long as a network doesn't choose by values. */
    void keepFaster(Stopwatch other) {
      all = Math.min(all, other.all);
      for (int i = 0; i < Math.min(nanos.size(), other.nanos.size()); i++) {
        nanos.set(i, Math.min(nanos.get(i), other.nanos.get(i)));
      }
    }
  }
}
