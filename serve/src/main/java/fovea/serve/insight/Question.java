package fovea.serve.insight;

import fovea.serve.limits.Refusal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question that waits, is being answered, or is over; whoever asked it may give it up. */
final class Question implements Runnable {
  private enum State {
    WAITING,
    RUNNING,
    OVER
  }

  private final String id;
  private final boolean heedsInterrupts;
  private final Consumer<Waited> work;
  private final Consumer<Refusal> refused;
  private final long came = System.nanoTime();
  private State state = State.WAITING;
  private @Nullable Thread thread;

  /** Where the time of a question went, in milliseconds. */
  record Waited(double queueMs) {}

  /**
   * @param id by which it may be given up; empty for one that nobody gives up
   * @param heedsInterrupts whether the work ends early where its thread is interrupted
   * @param work is told how long it waited; may refuse and fail as it likes, but not throw
   * @param refused hears why it isn't answered, as where it was given up
   */
  Question(String id, boolean heedsInterrupts, Consumer<Waited> work, Consumer<Refusal> refused) {
    this.id = id;
    this.heedsInterrupts = heedsInterrupts;
    this.work = work;
    this.refused = refused;
  }

  boolean heedsInterrupts() {
    return heedsInterrupts;
  }

  boolean isCalled(String name) {
    return !id.isEmpty() && id.equals(name);
  }

  @Override
  public void run() {
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      state = State.RUNNING;
      thread = Thread.currentThread();
    }
    try {
      work.accept(new Waited(Math.round((System.nanoTime() - came) / 1e3) / 1e3));
    } finally {
      end();
    }
  }

  /** An interrupt was meant for this question, and not for the thread's next one. */
  private synchronized void end() {
    state = State.OVER;
    boolean unused = Thread.interrupted();
  }

  /** Answers it no more; one that is being answered goes on unless it heeds interrupts. */
  void giveUp() {
    refuse(Refusal.givenUp(), heedsInterrupts);
  }

  /** Answers it no more; one that is being answered is interrupted. */
  void refuse(Refusal why) {
    refuse(why, true);
  }

  private void refuse(Refusal why, boolean alsoRunning) {
    boolean waits;
    synchronized (this) {
      if (state == State.OVER || (state == State.RUNNING && !alsoRunning)) {
        return;
      }
      waits = state == State.WAITING;
      state = waits ? State.OVER : state;
    }
    refused.accept(why); // before the work can say that it was interrupted
    if (!waits) {
      interrupt();
    }
  }

  private synchronized void interrupt() {
    if (state == State.RUNNING && thread != null) {
      thread.interrupt();
    }
  }
}
