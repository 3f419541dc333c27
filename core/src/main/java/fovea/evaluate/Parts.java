package fovea.evaluate;

import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work on many images, cut into parts whose activations fit the processor's cache, each computed by
 * one thread, several at a time. What comes out doesn't depend on how many threads there are.
 */
final class Parts {
  /** Images in a part: the input and output of a layer 88 x 31 x 31 take 11 MB in bfloat16. */
  static final int SIZE = 64;

  private Parts() {}

  /** What is done with the images from {@code first} to below {@code end}. */
  interface Work {
    void on(int first, int end);
  }

  /** How many parts there are. */
  static int count(int images) {
    return (images + SIZE - 1) / SIZE;
  }

  /**
   * Does the work on all parts; returns when it is done.
   *
   * @param work safe to be called by several threads at once
   * @throws CancellationException if this thread is interrupted
   */
  static void each(int images, int threads, Work work) {
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          int part;
          while ((part = next.getAndIncrement()) < count(images)) {
            work.on(part * SIZE, Math.min(images, (part + 1) * SIZE));
          }
        };
    int workers = Math.min(threads, count(images));
    if (workers <= 1) {
      try (Threads.Block one = Threads.block(1)) {
        worker.run();
      }
      return;
    }
    int before = Threads.count();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(task, "parts");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(
            pool.submit(
                () -> {
                  Threads.set(1);
                  worker.run();
                }));
      }
      running.forEach(Parts::await);
    } finally {
      next.set(count(images));
      pool.shutdown();
      // What a worker set for itself became the default of threads that start later.
      Threads.set(before);
    }
  }

  private static void await(Future<?> worker) {
    try {
      Object unused = worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a part couldn't be computed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while computing");
    }
  }
}
