package fovea.serve.insight;

import fovea.serve.limits.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What takes longer than a prediction, one after the other, so that predictions keep their cores.
 */
final class Questions implements AutoCloseable {
  private final int most;
  private final Set<Question> open = ConcurrentHashMap.newKeySet();
  private final OneByOne thread;
  private volatile @Nullable Refusal ending;

  /**
   * @param most that wait
   * @param longest that one may take which ends where it is interrupted
   */
  Questions(int most, Duration longest) {
    this.most = most;
    thread = new OneByOne(most, longest);
  }

  /** Interrupts what takes too long. */
  private final class OneByOne extends ThreadPoolExecutor {
    private final Duration longest;
    private final ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(1, task -> daemon(task, "questions' clock"));
    private @Nullable Future<?> deadline;

    OneByOne(int most, Duration longest) {
      super(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(most),
          task -> daemon(task, "questions"));
      this.longest = longest;
      clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void beforeExecute(Thread worker, Runnable question) {
      if (((Question) question).heedsInterrupts()) {
        deadline =
            clock.schedule(
                () -> ((Question) question).refuse(Refusal.tookTooLong(longest.toSeconds())),
                longest.toMillis(),
                TimeUnit.MILLISECONDS);
      }
    }

    @Override
    protected void afterExecute(Runnable question, @Nullable Throwable thrown) {
      if (deadline != null) {
        boolean unused = deadline.cancel(false);
      }
      open.remove(question);
    }

    @Override
    protected void terminated() {
      List<Runnable> unused = clock.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread made = new Thread(task, name);
    made.setDaemon(true);
    return made;
  }

  /**
   * Does it once those before are done.
   *
   * @param refused hears why it isn't answered, where the service ends before
   * @param work is told how long it waited; may refuse and fail as it likes, but not throw
   * @throws Refusal if too many wait, or the service ends
   */
  void ask(Consumer<Refusal> refused, Consumer<Question.Waited> work) {
    ask(new Question("", false, work, refused));
  }

  /**
   * The same, of one that may be given up.
   *
   * @throws Refusal if too many wait, or the service ends
   */
  void ask(Question question) {
    open.add(question);
    Refusal why = ending;
    if (why != null) {
      open.remove(question);
      throw why;
    }
    try {
      thread.execute(question);
    } catch (RejectedExecutionException e) {
      open.remove(question);
      throw Refusal.queueFull(
          "%d questions wait already, each of which takes a while; ask again".formatted(most));
    }
  }

  /** Answers those of that name no more; there may be none, or none any more. */
  void giveUp(String id) {
    List<Question> called = open.stream().filter(question -> question.isCalled(id)).toList();
    for (Question question : called) {
      if (thread.remove(question)) {
        open.remove(question);
      }
      question.giveUp();
    }
  }

  /**
   * Refuses those that wait, interrupts the one under way, and refuses what is asked from now on.
   */
  void refuse(Refusal why) {
    ending = why;
    List<Question> unanswered = List.copyOf(open);
    // All before any is refused: once the one under way ends, the next would begin.
    for (Question question : unanswered) {
      if (thread.remove(question)) {
        open.remove(question);
      }
    }
    unanswered.forEach(question -> question.refuse(why));
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
