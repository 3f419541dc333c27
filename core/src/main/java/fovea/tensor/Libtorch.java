package fovea.tensor;

import fovea.FoveaException;
import org.bytedeco.pytorch.global.torch;

/** The native library underneath. */
public final class Libtorch {
  private static final long PATIENCE_MILLIS = 2_000;

  private Libtorch() {}

  /**
   * Loads the library, which otherwise happens with the first tensor.
   *
   * @throws fovea.FoveaException if there is none for this platform, or no room to unpack it
   */
  public static void load() {
    Native.load();
  }

  /**
   * Begins to load the library on a thread of its own and returns at once, for a program that has
   * something else to do before its first tensor. What goes wrong is thrown by whoever needs the
   * library next. A program that ends meanwhile waits for it, up to two seconds: the system's
   * loader can't be left half way.
   */
  public static void loadAhead() {
    if (Native.isLoaded()) {
      return;
    }
    Thread loading = new Thread(Libtorch::loadQuietly, "libtorch");
    loading.setDaemon(true);
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(loading), "libtorch, ending"));
    } catch (IllegalStateException e) {
      return; // the program is ending already
    }
    loading.start();
  }

  private static void loadQuietly() {
    try {
      load();
    } catch (FoveaException e) {
      // Thrown again to whoever needs the library.
    }
  }

  private static void await(Thread loading) {
    try {
      loading.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The binding's version, which begins with libtorch's own, such as {@code 2.10.0-1.5.13}. */
  public static String version() {
    String version = torch.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
