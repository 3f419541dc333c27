package fovea.tensor;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute beside one another, each operation on one thread, so that they share the
 * cores. When they are closed none of them runs any more: what they compute with can be freed.
 */
public final class Workers implements AutoCloseable {
  private final ExecutorService pool;

  /**
   * @param name of each thread
   */
  public Workers(String name, int threads) {
    pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread =
                  new Thread(
                      () -> {
                        Threads.set(1);
                        work.run();
                      },
                      name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Work for the first of them that has nothing to do; its result is for {@link #resultOf}. */
  public <T> Future<T> begin(Callable<T> work) {
    return pool.submit(work);
  }

  /**
   * What came of some work, once it is done. What it threw is thrown as it was: too little memory
   * is no fault of the work.
   *
   * @throws CancellationException if this thread is interrupted, which it stays
   */
  public static <T> T resultOf(Future<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw asItWas(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for work in the background");
    }
  }

  /** What work threw, to be thrown once more. */
  static RuntimeException asItWas(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("work in the background failed", thrown);
  }

  /**
   * Takes no more work and waits until all is done, also where this thread is interrupted. Its
   * number of threads stays as it is.
   */
  @Override
  public void close() {
    int own = Threads.count();
    pool.shutdown();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        boolean unused = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    // What a worker set for itself became the default of threads that start later.
    Threads.set(own);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
