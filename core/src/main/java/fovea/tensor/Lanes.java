package fovea.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share tasks, each operation on one thread: no operation waits for several threads,
 * so one that loses its core delays one task and nothing else. Whichever lane is free takes the
 * next task, and what a task computes doesn't depend on how many lanes there are.
 */
public final class Lanes implements AutoCloseable {
  private final int count;
  private final @Nullable Workers workers;

  /**
   * Lanes that wait for tasks.
   *
   * @param count of them, at least 1; one lane is the thread that asks
   */
  public Lanes(int count) {
    Threads.requirePositive(count);
    this.count = count;
    workers = count == 1 ? null : new Workers("lane", count);
  }

  /** What is done for the task of that number. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does it.
     *
     * @param lane on which it is done, from 0 to below {@link Lanes#count}
     */
    void on(int number, int lane);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /**
   * Does all tasks, also where this thread is interrupted, which it stays. When this returns or
   * throws, none is under way; after a failure no further ones begin, and that is thrown.
   *
   * @param tasks how many, handed out in order from 0
   */
  public void each(int tasks, Task task) {
    new Round(tasks, task, false).run();
  }

  /**
   * {@link #each}, until this thread is interrupted.
   *
   * @throws CancellationException then
   */
  public void eachUnlessInterrupted(int tasks, Task task) {
    new Round(tasks, task, true).run();
  }

  /** Tasks that are handed out together. */
  private final class Round {
    private final int tasks;
    private final Task task;
    private final boolean heedsInterrupts;
    private final AtomicInteger next = new AtomicInteger();

    Round(int tasks, Task task, boolean heedsInterrupts) {
      this.tasks = tasks;
      this.task = task;
      this.heedsInterrupts = heedsInterrupts;
    }

    void run() {
      int lanes = Math.min(count, tasks);
      if (workers == null || lanes <= 1) {
        try (Threads.Block one = Threads.block(1)) {
          work(0);
        }
        return;
      }
      List<Future<Object>> running = new ArrayList<>();
      Throwable failure = null;
      try {
        for (int i = 0; i < lanes; i++) {
          int lane = i;
          running.add(workers.begin(Executors.callable(() -> work(lane))));
        }
      } catch (RuntimeException | Error e) { // such as no room for another thread
        next.set(tasks);
        failure = e;
      }
      await(running, failure);
    }

    private void work(int lane) {
      try {
        int number;
        while ((number = next.getAndIncrement()) < tasks) {
          if (heedsInterrupts && Thread.currentThread().isInterrupted()) {
            throw interrupted();
          }
          task.on(number, lane);
        }
      } finally {
        next.set(tasks); // after a failure nobody needs the others
      }
    }

    private void await(List<Future<Object>> running, @Nullable Throwable before) {
      boolean interrupted = false;
      Throwable failure = before;
      for (Future<Object> lane : running) {
        for (boolean ended = false; !ended; ) {
          try {
            Object unused = lane.get();
            ended = true;
          } catch (ExecutionException e) {
            failure = withAnother(failure, e.getCause());
            ended = true;
          } catch (InterruptedException e) {
            interrupted = true;
            if (heedsInterrupts) {
              next.set(tasks);
            }
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw Workers.asItWas(failure);
      }
      if (interrupted && heedsInterrupts) {
        throw interrupted();
      }
    }
  }

  private static @Nullable Throwable withAnother(
      @Nullable Throwable first, @Nullable Throwable next) {
    if (first == null) {
      return next;
    }
    if (next != null && next != first) {
      first.addSuppressed(next);
    }
    return first;
  }

  private static CancellationException interrupted() {
    return new CancellationException("interrupted while lanes are at work");
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.close();
    }
  }
}
