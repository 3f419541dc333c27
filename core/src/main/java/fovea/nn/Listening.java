package fovea.nn;

import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A block on this thread in which a listener hears of every module call, but for those within a
 * {@link Probe} that began later. While it hears, no module overwrites its input, so that what is
 * heard keeps its values.
 */
public final class Listening implements AutoCloseable {
  private static final ThreadLocal<@Nullable Listening> CURRENT = new ThreadLocal<>();

  private final CallListener listener;
  private final @Nullable Listening outer;
  private final @Nullable Probe within;

  private Listening(CallListener listener) {
    this.listener = listener;
    this.outer = CURRENT.get();
    this.within = Probe.current();
  }

  /** For try-with-resources. */
  public static Listening to(CallListener listener) {
    Listening listening = new Listening(listener);
    CURRENT.set(listening);
    return listening;
  }

  static boolean isOn() {
    for (Listening at = CURRENT.get(); at != null; at = at.outer) {
      if (at.hears()) {
        return true;
      }
    }
    return false;
  }

  private boolean hears() {
    return within == Probe.current();
  }

  static void tell(Module module, Tensor input, Tensor output) {
    for (Listening at = CURRENT.get(); at != null; at = at.outer) {
      if (at.hears()) {
        at.listener.called(module, input, output);
      }
    }
  }

  static Tensor entering(Module module, Tensor input) {
    Tensor seen = input;
    for (Listening at = CURRENT.get(); at != null; at = at.outer) {
      seen = at.hears() ? at.listener.entering(module, seen) : seen;
    }
    return seen;
  }

  static Tensor leaving(Module module, Tensor output) {
    Tensor seen = output;
    for (Listening at = CURRENT.get(); at != null; at = at.outer) {
      seen = at.hears() ? at.listener.leaving(module, seen) : seen;
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
