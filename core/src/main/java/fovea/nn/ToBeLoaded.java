package fovea.nn;

/**
 * A block on this thread in which networks are made to be loaded: their weights are not drawn, so
 * that memory is only touched when values are copied into it. A network that a file names but has
 * no tensors for thus costs nothing before it is refused.
 */
public final class ToBeLoaded implements AutoCloseable {
  private static final ThreadLocal<Boolean> ON = ThreadLocal.withInitial(() -> false);

  private final boolean outer = ON.get();

  private ToBeLoaded() {}

  /** For try-with-resources. */
  public static ToBeLoaded block() {
    ToBeLoaded block = new ToBeLoaded();
    ON.set(true);
    return block;
  }

  static boolean isOn() {
    return ON.get();
  }

  @Override
  public void close() {
    if (outer) {
      ON.set(true);
    } else {
      ON.remove();
    }
  }
}
