package fovea.cli;

import fovea.Visible;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.Position;
import fovea.train.RunFacts;
import fovea.train.RunResult;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how a run gets on: a line an epoch, and on a terminal a bar below them. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private final Console console;
  private final Path folder;
  private final boolean curves;
  private final List<EpochRecord> ended;
  private @Nullable BarLine line;
  private @Nullable ProgressBar bar;
  private @Nullable TimeLeft time;
  private int epochs;
  private long steps;

  /**
   * @param folder of the run
   * @param curves whether a terminal also gets the curves so far, in a line an epoch
   * @param before the epochs that a resumed run has already; empty for a new one
   */
  TrainingProgress(Console console, Path folder, boolean curves, List<EpochRecord> before) {
    this.console = console;
    this.folder = folder;
    this.curves = curves;
    ended = new ArrayList<>(before);
  }

  @Override
  public void note(String sentence) {
    console.err().println(Visible.of(sentence + "."));
  }

  @Override
  public void started(RunFacts run) {
    epochs = run.recipe().epochs();
    steps = (long) epochs * run.stepsPerEpoch();
    TimeLeft left = new TimeLeft(run);
    time = left;
    String what =
        "Training %s (%s) on %s of %s, %s, into %s."
            .formatted(
                run.recipe().model().name(),
                Text.count(run.parameters(), "parameter"),
                Text.count(run.trainImages(), "image"),
                run.data(),
                run.validationImages() == 0
                    ? "none held out"
                    : Text.number(run.validationImages()) + " held out for validation",
                folder);
    console.err().println(Visible.of(what));
    Position position = run.position();
    // The log may be an epoch ahead of the checkpoint that a run is resumed from.
    ended.removeIf(epoch -> epoch.epoch() >= position.epoch());
    if (position.epoch() > epochs) {
      console.err().println("All epochs are trained; the model is judged next.");
    } else if (!position.equals(Position.START)) {
      String after = position.step() == 0 ? "" : ", after step " + position.step();
      console.err().printf("Going on with epoch %d of %d%s.%n", position.epoch(), epochs, after);
    }
    if (console.isTerminal()) {
      line = new BarLine(console);
      double within = (double) position.step() / run.stepsPerEpoch();
      bar =
          line.bar("Training", steps)
              .startsFrom(done(left, position.epoch(), within), Duration.ZERO)
              .build();
    }
  }

  @Override
  public Answer batch(BatchFacts batch) {
    if (bar != null && time != null) {
      bar.stepTo(done(time, batch.epoch(), (double) batch.step() / batch.steps()));
      ProgressBar unused =
          bar.setExtraMessage(
              String.format(
                  Locale.ROOT,
                  " epoch %d, loss %.3f, accuracy %.1f %%, %,.0f images/s",
                  batch.epoch(),
                  batch.loss(),
                  100 * batch.accuracy(),
                  batch.imagesPerSecond()));
    }
    return Answer.GO_ON;
  }

  /** Steps, were each of them the same work: the bar tells from them how long the rest takes. */
  private long done(TimeLeft left, int epoch, double within) {
    return Math.round(steps * left.share(epoch, within));
  }

  @Override
  public Answer epoch(EpochRecord epoch) {
    String text = text(epoch);
    if (line != null) {
      line.printAbove(text);
      ended.add(epoch);
      if (curves) {
        line.printAbove("  " + Sparkline.of(ended));
      }
    } else {
      console.err().println(text);
    }
    return Answer.GO_ON;
  }

  private String text(EpochRecord epoch) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "epoch %d/%d: loss %.4f, accuracy %s",
            epoch.epoch(),
            epochs,
            epoch.trainLoss(),
            Text.percent(epoch.trainAccuracy())));
    if (epoch.validationLoss() != null && epoch.validationAccuracy() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "; validation loss %.4f, accuracy %s",
              epoch.validationLoss(),
              Text.percent(epoch.validationAccuracy())));
    }
    if (epoch.robust() != null) {
      text.append(", under attack ").append(Text.percent(epoch.robust().chosen()));
    }
    text.append(String.format(Locale.ROOT, "; %,.0f images/s", epoch.imagesPerSecond()));
    double left = time == null ? 0 : time.after(epoch);
    if (epoch.epoch() < epochs) {
      text.append(", ").append(Text.duration(left)).append(" left");
    }
    return text.toString();
  }

  @Override
  public void finished(RunResult result) {
    close();
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
