package fovea.serve.insight;

import fovea.serve.limits.Refusal;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What takes longer than a prediction, one after the other, so that predictions keep their cores.
 */
final class Questions implements AutoCloseable {
  private final int most;
  private final ThreadPoolExecutor thread;

  /** Where the time of a question went, in milliseconds. */
  record Waited(double queueMs) {}

  /**
   * @param most that wait
   */
  Questions(int most) {
    this.most = most;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(most),
            task -> {
              Thread made = new Thread(task, "questions");
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Does it once those before are done.
   *
   * @param work is told how long it waited; may refuse and fail as it likes, but not throw
   * @throws Refusal if too many wait
   */
  void ask(Consumer<Waited> work) {
    long came = System.nanoTime();
    try {
      thread.execute(
          () -> work.accept(new Waited(Math.round((System.nanoTime() - came) / 1e3) / 1e3)));
    } catch (RejectedExecutionException e) {
      throw Refusal.queueFull(
          "%d questions wait already, each of which takes a while; ask again".formatted(most));
    }
  }

  /** Gives up those that wait, and ends the one under way. */
  @Override
  public void close() {
    List<Runnable> unused = thread.shutdownNow();
    try {
      boolean unusedAnswer = thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
