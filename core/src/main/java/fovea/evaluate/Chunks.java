package fovea.evaluate;

import fovea.tensor.Threads;
import fovea.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many images, cut into chunks whose activations fit the processor's cache, each worked on by one
 * thread, several at a time. What comes out doesn't depend on how many threads there are.
 */
final class Chunks {
  /** Images in a chunk: the input and output of a layer 88 x 31 x 31 take 11 MB in bfloat16. */
  static final int SIZE = 64;

  private Chunks() {}

  /** What is done with the images from {@code first} to below {@code end}. */
  interface Task {
    void on(int first, int end);
  }

  /** How many chunks there are. */
  static int count(int images) {
    return (images + SIZE - 1) / SIZE;
  }

  /**
   * Does the task on all chunks; when this returns or throws, nothing works on any of them.
   *
   * @param task safe to be called by several threads at once
   * @throws CancellationException if this thread is interrupted
   */
  static void each(int images, int threads, Task task) {
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          try {
            int chunk;
            while ((chunk = next.getAndIncrement()) < count(images)) {
              if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while images are worked on");
              }
              task.on(chunk * SIZE, Math.min(images, (chunk + 1) * SIZE));
            }
          } finally {
            next.set(count(images)); // after a failure nobody needs the others
          }
        };
    int workers = Math.min(threads, count(images));
    if (workers <= 1) {
      try (Threads.Block one = Threads.block(1)) {
        worker.run();
      }
      return;
    }
    try (Workers pool = new Workers("chunks", workers)) {
      try {
        List<Future<Object>> running = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
          running.add(pool.begin(Executors.callable(worker)));
        }
        for (Future<Object> one : running) {
          Object unused = Workers.resultOf(one);
        }
      } finally {
        next.set(count(images));
      }
    }
  }
}
