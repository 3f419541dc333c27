package fovea.train;

/**
 * Is told what happens in a run, as immutable facts: a progress bar, a log, a chart. The trainer
 * calls it on its own thread and waits for it, so it should return soon; what it throws ends the
 * run.
 */
public interface TrainingListener {
  /** The data are there and the first step is next. */
  default void started(RunFacts run) {}

  /** A step was taken. */
  default void batch(BatchFacts batch) {}

  /** An epoch is over, its validation included. */
  default void epoch(EpochRecord epoch) {}

  /** Whether {@link #profiled} shall say what every layer took, which slows a few steps. */
  default boolean wantsLayerTimes() {
    return false;
  }

  /** Where the time of this process's steps went, shortly before the run is over. */
  default void profiled(RunProfile profile) {}

  /** The run is over, and nothing follows. */
  default void finished(RunResult result) {}
}
