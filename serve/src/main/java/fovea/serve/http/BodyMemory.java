package fovea.serve.http;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The memory that all bodies may take at a time, or a part of it that some may take. */
final class BodyMemory {
  private final AtomicLong free;
  private final @Nullable BodyMemory whole;

  private BodyMemory(long bytes, @Nullable BodyMemory whole) {
    free = new AtomicLong(bytes);
    this.whole = whole;
  }

  BodyMemory(long bytes) {
    this(bytes, null);
  }

  /** A part, of which nobody takes more than that. */
  BodyMemory part(long bytes) {
    return new BodyMemory(bytes, this);
  }

  /** Takes some if there is as much. */
  boolean take(long bytes) {
    if (free.addAndGet(-bytes) >= 0 && (whole == null || whole.take(bytes))) {
      return true;
    }
    long unused = free.addAndGet(bytes);
    return false;
  }

  void give(long bytes) {
    long unused = free.addAndGet(bytes);
    if (whole != null) {
      whole.give(bytes);
    }
  }

  long free() {
    return free.get();
  }
}
