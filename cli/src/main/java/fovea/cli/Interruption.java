package fovea.cli;

import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.TrainingListener;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run end after the step under way when somebody presses Ctrl-C, or the system asks it to
 * end; a validation is given up, and so are attacks. Who asks twice doesn't wait for that: the
 * second signal is the system's to deal with.
 */
final class Interruption implements TrainingListener, AutoCloseable {
  private final Thread trainer = Thread.currentThread();
  private volatile @Nullable EndSignal signal;
  private boolean judging;

  private Interruption() {}

  /** Listens to signals until it is closed. */
  static Interruption watch() {
    Interruption interruption = new Interruption();
    for (EndSignal each : EndSignal.values()) {
      each.runs(() -> interruption.received(each));
    }
    return interruption;
  }

  /** A run was ended; how to go on with it has been said. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Interrupted(int exitCode) {
      super("interrupted", null, false, false);
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  private void received(EndSignal received) {
    leaveToSystem();
    synchronized (this) {
      signal = received;
      if (judging) {
        trainer.interrupt();
      }
    }
  }

  /** What to throw where the run ended for a signal. */
  Interrupted interrupted() {
    EndSignal received = signal;
    return new Interrupted((received == null ? EndSignal.INT : received).exitCode());
  }

  /**
   * Ends work that several threads share, on whichever asks.
   *
   * @throws CancellationException once a signal has come
   */
  void check() {
    if (signal != null) {
      throw new CancellationException("interrupted");
    }
  }

  /** Whether work goes on. */
  Answer answer() {
    return signal == null ? Answer.GO_ON : Answer.STOP;
  }

  @Override
  public Answer batch(BatchFacts batch) {
    return answer();
  }

  @Override
  public Answer epoch(EpochRecord epoch) {
    return answer();
  }

  @Override
  public synchronized void judging() {
    judging = true;
    if (signal != null) {
      trainer.interrupt();
    }
  }

  /** Files are written next, which an interrupt would close. */
  @Override
  public synchronized void judged() {
    judging = false;
    if (signal != null) {
      boolean unused = Thread.interrupted();
    }
  }

  /**
   * From now on the first signal ends the program at once, as {@link EndSignal#endsAtOnce} says.
   */
  @Override
  public void close() {
    leaveToSystem();
    judged();
  }

  static void leaveToSystem() {
    for (EndSignal each : EndSignal.values()) {
      each.endsAtOnce();
    }
  }
}
