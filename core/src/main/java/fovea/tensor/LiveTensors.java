package fovea.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the native tensors that have an owner, and, where tracing is on, remembers where each was
 * made. Tracing starts with the system property {@code fovea.trace=true} or {@link #trace}; it is a
 * debug switch, since it records a stack trace for every tensor.
 */
public final class LiveTensors {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Map<Tensor, StackTraceElement[]> ORIGINS =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private static volatile boolean tracing = Boolean.getBoolean("fovea.trace");

  private LiveTensors() {}

  /** How many tensors are alive in this process, on all threads. */
  public static long count() {
    return COUNT.get();
  }

  /** Whether to remember where tensors made from now on come from. */
  public static void trace(boolean on) {
    tracing = on;
    if (!on) {
      ORIGINS.clear();
    }
  }

  /** A line for each traced tensor still alive: its shape, its operation and where it was made. */
  public static List<String> list() {
    List<String> lines = new ArrayList<>();
    synchronized (ORIGINS) {
      ORIGINS.forEach((tensor, origin) -> lines.add(tensor.describe() + " made at " + at(origin)));
    }
    Collections.sort(lines);
    return lines;
  }

  private static String at(StackTraceElement[] origin) {
    for (StackTraceElement frame : origin) {
      if (!ownFrame(frame.getClassName())) {
        return frame.toString();
      }
    }
    return "an unknown place";
  }

  /** Frames of this package say nothing to its user, nor does the call that took the trace. */
  private static boolean ownFrame(String className) {
    return className.startsWith(LiveTensors.class.getPackageName() + ".")
        || className.equals(Thread.class.getName());
  }

  static void made(Tensor tensor) {
    COUNT.incrementAndGet();
    if (tracing) {
      ORIGINS.put(tensor, Thread.currentThread().getStackTrace());
    }
  }

  static void freed(Tensor tensor) {
    COUNT.decrementAndGet();
    if (tracing) {
      ORIGINS.remove(tensor);
    }
  }
}
