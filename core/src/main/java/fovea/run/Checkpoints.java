package fovea.run;

import fovea.train.Position;
import fovea.train.StoppedException;
import fovea.train.Trainer;
import java.time.Duration;

/**
 * When a run's checkpoints are written: at the end of each epoch, and from time to time amid it.
 */
final class Checkpoints {
  private final RunFolder run;
  private final String recipe;
  private final Trainer trainer;
  private final Duration every;
  private long written = System.nanoTime();

  /**
   * @param recipe the run's, as its file had it when the run began
   */
  Checkpoints(RunFolder run, String recipe, Trainer trainer, Duration every) {
    this.run = run;
    this.recipe = recipe;
    this.trainer = trainer;
    this.every = every;
  }

  /** After every step; the time that writing takes is not part of what lies between two. */
  void writeIfDue() {
    boolean betweenEpochs = trainer.position().step() == 0;
    if (betweenEpochs || Duration.ofNanos(System.nanoTime() - written).compareTo(every) >= 0) {
      write();
    }
  }

  private void write() {
    Checkpoint.write(run, recipe, trainer.state());
    written = System.nanoTime();
  }

  /** Writes where the run stands, and says so; this thread may be interrupted. */
  StoppedException stop() {
    boolean interrupted = Thread.interrupted(); // or the file would be closed
    try {
      write();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return stopped(run, trainer.position());
  }

  static StoppedException stopped(RunFolder run, Position position) {
    return new StoppedException(
        position, "go on with the run by `--resume %s`".formatted(run.path()));
  }
}
