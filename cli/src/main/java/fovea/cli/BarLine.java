package fovea.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** The terminal's last line, drawn anew as progress is made; other lines are printed above it. */
final class BarLine implements ProgressBarConsumer {
  private final PrintStream terminal;
  private final int columns;
  private final ProgressBarStyle style;
  private boolean drawn;

  BarLine(Console console) {
    terminal = console.err();
    columns = console.columns();
    style = console.barStyle();
  }

  /** A bar to be drawn here, for so many steps. */
  ProgressBarBuilder bar(String task, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .setUpdateIntervalMillis(200)
        .setStyle(style)
        .setConsumer(this);
  }

  /** The last column stays free: some terminals break the line there. */
  @Override
  public int getMaxRenderedLength() {
    return columns - 1;
  }

  @Override
  public synchronized void accept(String bar) {
    terminal.print("\r" + bar);
    terminal.flush();
    drawn = true;
  }

  void printAbove(String line) {
    above(() -> terminal.println(line));
  }

  /** Prints something, on whichever stream, while the bar is out of the way. */
  synchronized void above(Runnable printing) {
    clear();
    printing.run();
  }

  @Override
  public synchronized void clear() {
    if (drawn) {
      terminal.print("\r" + " ".repeat(columns - 1) + "\r");
      terminal.flush();
      drawn = false;
    }
  }

  /** Leaves no trace: what came of it stands in other lines. */
  @Override
  public void close() {
    clear();
  }
}
