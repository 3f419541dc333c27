package fovea.serve.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all bodies may take at a time. */
final class BodyMemory {
  private final AtomicLong free;

  BodyMemory(long bytes) {
    free = new AtomicLong(bytes);
  }

  /** Takes some if there is as much. */
  boolean take(long bytes) {
    if (free.addAndGet(-bytes) >= 0) {
      return true;
    }
    give(bytes);
    return false;
  }

  void give(long bytes) {
    long unused = free.addAndGet(bytes);
  }

  long free() {
    return free.get();
  }
}
