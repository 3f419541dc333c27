package fovea.train;

/**
 * Is told what happens in a run, as immutable facts, and says whether it goes on: a progress bar, a
 * log, a chart, somebody's Ctrl-C. The trainer calls it on its own thread and waits for it, so it
 * should return soon; what it throws ends the run.
 */
public interface TrainingListener {
  /** Something about the run that is good to know, a sentence without its full stop. */
  default void note(String sentence) {}

  /** The data are there and the first step is next. */
  default void started(RunFacts run) {}

  /** A step was taken; the run can stop after it. */
  default Answer batch(BatchFacts batch) {
    return Answer.GO_ON;
  }

  /** An epoch is over, its validation included; the run can stop after it. */
  default Answer epoch(EpochRecord epoch) {
    return Answer.GO_ON;
  }

  /**
   * The network is judged next, by the validation images after an epoch's last step, or at the end
   * of the run. Until {@link #judged}, an interrupt of this thread gives that up, and the run stops
   * where it stood before.
   */
  default void judging() {}

  /** The network was judged, or that was given up. */
  default void judged() {}

  /** Whether {@link #profiled} shall say what every layer took, which slows a few steps. */
  default boolean wantsLayerTimes() {
    return false;
  }

  /** Where the time of this process's steps went, shortly before the run is over. */
  default void profiled(RunProfile profile) {}

  /** The run is over, and nothing follows. */
  default void finished(RunResult result) {}
}
