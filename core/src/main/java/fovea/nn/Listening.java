package fovea.nn;

import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A block on this thread in which a listener hears of every module call, but for those within a
 * {@link Probe}. While it is open, no module overwrites its input, so that what is heard keeps its
 * values.
 */
public final class Listening implements AutoCloseable {
  private static final ThreadLocal<@Nullable Listening> CURRENT = new ThreadLocal<>();

  private final CallListener listener;
  private final @Nullable Listening outer;

  private Listening(CallListener listener) {
    this.listener = listener;
    this.outer = CURRENT.get();
  }

  /** For try-with-resources. */
  public static Listening to(CallListener listener) {
    Listening listening = new Listening(listener);
    CURRENT.set(listening);
    return listening;
  }

  static boolean isOn() {
    return CURRENT.get() != null && !Probe.isOn();
  }

  static void tell(Module module, Tensor input, Tensor output) {
    for (Listening at = CURRENT.get(); at != null; at = at.outer) {
      at.listener.called(module, input, output);
    }
  }

  static Tensor entering(Module module, Tensor input) {
    Tensor seen = input;
    for (Listening at = CURRENT.get(); at != null; at = at.outer) {
      seen = at.listener.entering(module, seen);
    }
    return seen;
  }

  static Tensor leaving(Module module, Tensor output) {
    Tensor seen = output;
    for (Listening at = CURRENT.get(); at != null; at = at.outer) {
      seen = at.listener.leaving(module, seen);
    }
    return seen;
  }

  @Override
  public void close() {
    listener.ended();
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
