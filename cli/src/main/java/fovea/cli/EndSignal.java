package fovea.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What the system sends a process that shall end.
 *
 * <p>The JDK's class for it is found by name, since the compiler warns of its package; JLine's way
 * to it would cost every command the start of a logger.
 */
enum EndSignal {
  /** Ctrl-C. */
  INT(130),
  TERM(143),
  /** The terminal was closed. */
  HUP(129);

  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private final int exitCode;

  EndSignal(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Of a process that ended for it, as shells have it. */
  int exitCode() {
    return exitCode;
  }

  /**
   * From now on the system ends the process at once, wherever its threads are. Java's own way runs
   * libtorch's exit handlers, beside threads that may still compute.
   */
  void endsAtOnce() {
    try {
      handle(Class.forName(HANDLER).getField("SIG_DFL").get(null));
    } catch (ReflectiveOperationException e) {
      // This Java has no signals; it ends in its own way.
    }
  }

  /** From now on this runs, on a thread of its own, unless the signal is ignored, as by nohup. */
  void runs(Runnable action) {
    try {
      handle(
          Proxy.newProxyInstance(
              EndSignal.class.getClassLoader(),
              new Class<?>[] {Class.forName(HANDLER)},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              }));
    } catch (ReflectiveOperationException e) {
      // This Java has no signals; it ends in its own way.
    }
  }

  private void handle(Object handler) throws ReflectiveOperationException {
    Class<?> type = Class.forName(SIGNAL);
    try {
      Object signal = type.getConstructor(String.class).newInstance(name());
      Object unused =
          type.getMethod("handle", type, Class.forName(HANDLER)).invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      // The system doesn't know it, or the JVM was told to leave it to the system (-Xrs).
    }
  }
}
