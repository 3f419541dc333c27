package fovea.tune;

import fovea.run.RunFolder;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what comes of a trial's epochs into the database. */
final class EpochRecorder implements TrainingListener {
  private final TrialDatabase database;
  private final int trial;
  private final Path folder;
  private final Scores scores;

  /** All so far, once there was one. */
  private final List<EpochRecord> epochs = new ArrayList<>();

  /**
   * @param folder of the trial, which has the epochs before
   */
  EpochRecorder(TrialDatabase database, int trial, Path folder, Scores scores) {
    this.database = database;
    this.trial = trial;
    this.folder = folder;
    this.scores = scores;
  }

  @Override
  public Answer epoch(EpochRecord epoch) {
    if (epochs.isEmpty()) {
      epochs.addAll(RunFolder.open(folder).epochs().read().subList(0, epoch.epoch() - 1));
    }
    epochs.add(epoch);
    write(epochs);
    return Answer.GO_ON;
  }

  /**
   * Writes what the database lacks, which may be older than the checkpoint that a trial went on
   * from.
   *
   * @param all that the trial has had
   */
  void complete(List<EpochRecord> all) {
    int known = database.trials().get(trial).epochs();
    for (int count = known + 1; count <= all.size(); count++) {
      write(all.subList(0, count));
    }
  }

  /** Writes the last of some epochs. */
  private void write(List<EpochRecord> upTo) {
    EpochRecord last = upTo.get(upTo.size() - 1);
    database.record(
        trial,
        last.epoch(),
        scores.after(upTo),
        last.validationLoss(),
        last.validationAccuracy(),
        last.seconds());
  }
}
