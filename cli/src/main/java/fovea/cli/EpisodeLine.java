package fovea.cli;

import fovea.fewshot.FewShotEvaluation;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how many episodes are judged, on a terminal. */
final class EpisodeLine implements FewShotEvaluation.Progress, AutoCloseable {
  private final @Nullable ProgressBar bar;

  /**
   * @param episodes of all numbers of shots
   */
  EpisodeLine(Console console, long episodes) {
    bar =
        console.isTerminal()
            ? new BarLine(console).bar("Judging", episodes).setUnit(" episodes", 1).build()
            : null;
  }

  @Override
  public synchronized void episode() {
    if (bar != null) {
      ProgressBar unused = bar.step();
    }
  }

  /** Takes the bar away. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
