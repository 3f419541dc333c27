package fovea.cli;

import fovea.variation.StudyProgress;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how far the judging of varied images has come: a bar, or a line every tenth part. */
final class StudyLine implements StudyProgress, AutoCloseable {
  private static final int PERCENT_A_LINE = 10;

  private final Console console;
  private @Nullable ProgressBar bar;
  private long nextPercent = PERCENT_A_LINE;

  StudyLine(Console console) {
    this.console = console;
  }

  @Override
  public void judged(String what, long images, long all) {
    if (console.isTerminal()) {
      if (bar == null) {
        bar = new BarLine(console).bar("Judging", all).setUnit(" images", 1).build();
      }
      ProgressBar unused = bar.stepTo(images).setExtraMessage(" " + what);
      return;
    }
    long percent = 100 * images / all;
    if (percent >= nextPercent) {
      console.err().printf("Judging: %d %% of %s images%n", percent, Text.number(all));
      nextPercent = percent - percent % PERCENT_A_LINE + PERCENT_A_LINE;
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
