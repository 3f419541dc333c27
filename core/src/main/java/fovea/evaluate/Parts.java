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
   * Does the work on all parts; when this returns or throws, nothing works on any of them.
   *
   * @param work safe to be called by several threads at once
   * @throws CancellationException if this thread is interrupted
   */
  static void each(int images, int threads, Work work) {
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          try {
            int part;
            while ((part = next.getAndIncrement()) < count(images)) {
              work.on(part * SIZE, Math.min(images, (part + 1) * SIZE));
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
    try (Workers pool = new Workers("parts", workers)) {
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
