package fovea.report;

import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.RunFacts;
import fovea.train.RunResult;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code curves.svg} up to date while a run trains: drawn anew after every epoch, moved into
 * place at once. Where no picture can be drawn, the run goes on without.
 */
public final class CurvesListener implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(CurvesListener.class);

  private final Path file;
  private final List<EpochRecord> epochs;
  private boolean drawing = true;

  /**
   * @param before the epochs that a resumed run has already; empty for a new one
   */
  public CurvesListener(Path file, List<EpochRecord> before) {
    this.file = file;
    this.epochs = new ArrayList<>(before);
  }

  /** The log may be an epoch ahead of the checkpoint that a run is resumed from. */
  @Override
  public void started(RunFacts run) {
    while (epochs.size() >= run.position().epoch()) {
      epochs.remove(epochs.size() - 1);
    }
  }

  @Override
  public Answer epoch(EpochRecord epoch) {
    epochs.add(epoch);
    draw();
    return Answer.GO_ON;
  }

  /** Draws once more, so that a run resumed after its last epoch has its picture too. */
  @Override
  public void finished(RunResult result) {
    draw();
  }

  private void draw() {
    if (!drawing) {
      return;
    }
    String svg;
    try {
      svg = Curves.svg(epochs);
    } catch (FoveaException e) {
      drawing = false;
      LOG.warn("{} is left out: {}", file, e.getMessage());
      return;
    }
    AtomicFile.write(file, svg);
  }
}
