package fovea.cli;

import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.RunFacts;
import fovea.train.TrainingListener;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how far the training of an audit's networks is, one after the other. */
final class AuditProgress implements TrainingListener, AutoCloseable {
  private final Console console;
  private final int networks;
  private @Nullable ProgressBar bar;
  private int network;
  private long stepsPerNetwork = 1;

  AuditProgress(Console console, int networks) {
    this.console = console;
    this.networks = networks;
  }

  @Override
  public void started(RunFacts run) {
    network++;
    stepsPerNetwork = (long) run.recipe().epochs() * run.stepsPerEpoch();
    if (!console.isTerminal()) {
      console
          .err()
          .println(
              "Judging labels: network %d of %d, on %s"
                  .formatted(network, networks, Text.count(run.trainImages(), "image")));
    } else if (bar == null) {
      bar = new BarLine(console).bar("Judging labels", networks * stepsPerNetwork).build();
    }
  }

  @Override
  public Answer batch(BatchFacts batch) {
    if (bar != null) {
      long before = (network - 1) * stepsPerNetwork;
      ProgressBar unused = bar.stepTo(before + (batch.epoch() - 1L) * batch.steps() + batch.step());
    }
    return Answer.GO_ON;
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
