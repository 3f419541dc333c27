package fovea.examples.spring;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** So many at once, as cores can do; who waits too long is turned away rather than queued. */
final class Turns {
  private final Semaphore free;
  private final Duration wait;

  Turns(int atOnce, Duration wait) {
    this.free = new Semaphore(atOnce, true);
    this.wait = wait;
  }

  /** What the work gives, or nothing if its turn didn't come. */
  <T> Optional<T> take(Supplier<T> work) throws InterruptedException {
    if (!free.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      free.release();
    }
  }
}
