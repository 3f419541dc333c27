package fovea.cli;

import fovea.data.ImageFolder;
import fovea.download.DownloadListener;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how far a download, the reading of a folder, or its prediction has come. */
final class LoadingProgress implements DownloadListener, ImageFolder.Progress, AutoCloseable {
  private static final long MEGABYTE = 1_000_000;
  private static final int PERCENT_A_LINE = 10;
  private static final int WORTH_A_BAR = 32;
  private static final int WORTH_LINES = 100_000;

  private final Console console;
  private final BarLine line;
  private @Nullable ProgressBar bar;
  private long nextPercent;

  LoadingProgress(Console console) {
    this.console = console;
    line = new BarLine(console);
  }

  @Override
  public void received(long bytes, long total) {
    if (console.isTerminal()) {
      show("Downloading", bytes, total, " MB", MEGABYTE);
      return;
    }
    long percent = 100 * bytes / total;
    if (percent >= nextPercent) {
      console.err().printf("Downloading: %d %% of %s MB%n", percent, Text.number(total / MEGABYTE));
      nextPercent = percent - percent % PERCENT_A_LINE + PERCENT_A_LINE;
    }
  }

  @Override
  public void retrying(String reason) {
    line.printAbove(Console.warning(reason + "; trying again"));
  }

  @Override
  public void note(String sentence) {
    line.printAbove(Console.warning(sentence));
  }

  @Override
  public void done(int images, int all) {
    if (console.isTerminal()) {
      show("Reading", images, all, " images", 1);
    } else if (all >= WORTH_LINES && 100L * images / all >= nextPercent) {
      long percent = 100L * images / all;
      console.err().printf("Reading: %d %% of %s images%n", percent, Text.number(all));
      nextPercent = percent - percent % PERCENT_A_LINE + PERCENT_A_LINE;
    }
  }

  /** Tells how many of the images that were asked for are done; for a few, nothing is drawn. */
  void predicted(int images, int all) {
    if (console.isTerminal() && all >= WORTH_A_BAR) {
      show("Predicting", images, all, " images", 1);
    }
  }

  /** Tells how many images of a folder an index holds; for a few, nothing is drawn. */
  void indexed(int images, int all) {
    if (console.isTerminal() && all >= WORTH_A_BAR) {
      show("Indexing", images, all, " images", 1);
    }
  }

  /** Prints something while the bar is out of the way. */
  void above(Runnable printing) {
    line.above(printing);
  }

  private void show(String what, long done, long all, String unit, long size) {
    if (bar == null) {
      bar = line.bar(what, all).setUnit(unit, size).build();
    }
    ProgressBar unused = bar.stepTo(done);
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
