package fovea.cli;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how far a sweep of learning rates has come: a bar, or a line every tenth part. */
final class SweepProgress implements AutoCloseable {
  private static final int LINES = 10;

  private final Console console;
  private final int steps;
  private @Nullable ProgressBar bar;

  SweepProgress(Console console, int steps) {
    this.console = console;
    this.steps = steps;
  }

  void step(int done, double rate, double loss) {
    String now = String.format(Locale.ROOT, "learning rate %.3g, loss %.3f", rate, loss);
    if (console.isTerminal()) {
      if (bar == null) {
        bar = new BarLine(console).bar("Steps", steps).build();
      }
      ProgressBar unused = bar.stepTo(done).setExtraMessage(" " + now);
    } else if (done % Math.max(1, steps / LINES) == 0) {
      console.err().printf("Step %d of %d: %s%n", done, steps, now);
    }
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
