package fovea.nn;

import org.jspecify.annotations.Nullable;

/**
 * A block on this thread in which a network in training is asked without learning from it, as
 * attacks on it do: running statistics stay as they are, and no {@link Listening} hears of it that
 * began before. Other threads may train the same network meanwhile.
 */
public final class Probe implements AutoCloseable {
  private static final ThreadLocal<@Nullable Probe> CURRENT = new ThreadLocal<>();

  private final boolean evaluates;
  private final @Nullable Probe outer = CURRENT.get();

  private Probe(boolean evaluates) {
    this.evaluates = evaluates;
    CURRENT.set(this);
  }

  /** In which modules compute as in training: batch norm by the batch, dropout drops. */
  public static Probe asTrained() {
    return new Probe(false);
  }

  /** In which modules evaluate, whatever their mode. */
  public static Probe asEvaluated() {
    return new Probe(true);
  }

  /** The innermost one on this thread, or null. */
  static @Nullable Probe current() {
    return CURRENT.get();
  }

  static boolean isOn() {
    return CURRENT.get() != null;
  }

  static boolean evaluates() {
    Probe probe = CURRENT.get();
    return probe != null && probe.evaluates;
  }

  @Override
  public void close() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
