package fovea.tune;

import fovea.FoveaException;
import fovea.data.DividedData;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FolderLock;
import fovea.recipe.Recipe;
import fovea.run.StartingWeights;
import fovea.run.TrialRun;
import fovea.tensor.Rng;
import fovea.train.StoppedException;
import fovea.train.Trainer;
import fovea.train.TrainingListener;
import fovea.tune.SearchMethod.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A search for better settings in a folder, which begins it or goes on with it. Trials are judged
 * by validation images alone; nothing looks at the test images.
 */
public final class Search {
  private static final int DRAWS = 20;
  private static final String LOCK = ".lock";

  /** So many failures at first, and nothing else, are no bad luck. */
  private static final int FAILURES = 3;

  private final SearchFile file;
  private final Recipe recipe;
  private final DividedData data;
  private final String dataName;
  private final Path folder;

  /** Hears of the search, beside what its trials' listeners hear. */
  public interface Listener extends TrainingListener {
    /** A trial begins, or goes on. */
    default void trial(int number, Map<String, String> settings, int upTo) {}

    /** A trial has come as far as it was to, or failed; maybe in earlier processes that died. */
    default void found(List<Trial> trials, int number) {}

    /** All settings of the space have been tried, so many: no other trial begins. */
    default void exhausted(int trials) {}
  }

  /**
   * A search.
   *
   * @param recipe what the settings are changed in
   * @param data as the recipe divides them
   * @param dataName how the user named them
   * @param folder that it lies in, which may have been begun before
   * @throws FoveaException if there are no validation images
   */
  public Search(SearchFile file, Recipe recipe, DividedData data, String dataName, Path folder) {
    if (data.splits().validation().isEmpty()) {
      throw new FoveaException(
          "a search chooses by validation images, and there are none; set `validation` in the recipe above 0");
    }
    this.file = file;
    this.recipe = recipe.fittedTo(data);
    this.data = data;
    this.dataName = dataName;
    this.folder = folder;
  }

  /** Where its trials are recorded. */
  public static Path database(Path folder) {
    return folder.resolve("trials.db");
  }

  /**
   * Refuses a folder that no search may begin or go on in, before any data are read.
   *
   * @throws FoveaException if there is something else in it, or another process searches in it
   */
  public static void requireFree(Path folder) {
    requireOwn(folder);
    if (Files.exists(folder.resolve(LOCK))) {
      lock(folder).close();
    }
  }

  /** Where the best recipe so far is. */
  public Path bestFile() {
    return folder.resolve("best.yaml");
  }

  /**
   * Goes on until there are so many trials, and each is as far as the method wants it, or the time
   * is over, or all settings of the space have been tried.
   *
   * @param most how many trials there may be, those of earlier sittings among them
   * @param budget time for all epochs, those of earlier sittings among them; null is no limit
   * @return all trials, by their numbers
   * @throws StoppedException if the listener says so; the same search goes on from there
   */
  public List<Trial> run(int most, @Nullable Duration budget, Listener listener) {
    requireOwn(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
    try (FolderLock lock = lock(folder);
        TrialDatabase database = TrialDatabase.open(database(folder), identity())) {
      tieLooseEnds(database, listener);
      Deadline deadline = Deadline.of(budget, database.trials());
      int mayBegin = most;
      while (!deadline.isOver()) {
        List<Trial> trials = database.trials();
        Optional<Job> job = file.settings().method().next(trials, mayBegin, recipe.epochs());
        if (job.isEmpty()) {
          break;
        }
        if (job.get().trial() == trials.size()) {
          Optional<Map<String, String>> drawn = draw(trials);
          if (drawn.isEmpty()) { // those that there are go on as if no more had been asked for
            listener.exhausted(trials.size());
            mayBegin = trials.size();
            continue;
          }
          database.begin(trials.size(), drawn.get());
        }
        advance(database, job.get(), deadline, listener);
        requireHope(database.trials());
      }
      List<Trial> trials = database.trials();
      writeBest(trials);
      forgetCheckpoints(trials);
      return trials;
    }
  }

  private void tieLooseEnds(TrialDatabase database, Listener listener) {
    LooseEnds ends = new LooseEnds(database, recipe, folder);
    ends.noteOver();
    for (int trial : ends.giveUp()) {
      listener.found(database.trials(), trial);
    }
  }

  private static void requireOwn(Path folder) {
    if (!Files.exists(folder) || Files.exists(database(folder))) {
      return;
    }
    String[] inside = folder.toFile().list();
    if (inside == null || Arrays.stream(inside).anyMatch(name -> !name.equals(LOCK))) {
      throw new FoveaException(
          "%s: exists already, and no search has begun in it; choose another folder"
              .formatted(folder));
    }
  }

  private static FolderLock lock(Path folder) {
    FolderLock lock = FolderLock.ifFree(folder.resolve(LOCK));
    if (lock == null) {
      throw new FoveaException(
          folder + ": another process searches in it; wait for it to end, or stop it");
    }
    return lock;
  }

  private TrialDatabase.Identity identity() {
    // It may go on with another number of threads, which rounds the same where batches go in parts.
    String images = data.set().fingerprint();
    return new TrialDatabase.Identity(
        file.text(),
        recipe.with("threads=0").toYaml(),
        Trainer.groupsFingerprint(recipe, data)
            .map(groups -> images + ", groups " + groups)
            .orElse(images),
        recipe.precision().resolve().toString(),
        StartingWeights.sha256(recipe).orElse(""));
  }

  private void advance(TrialDatabase database, Job job, Deadline deadline, Listener listener) {
    int number = job.trial();
    Map<String, String> settings = database.trials().get(number).settings();
    Path run = trialFolder(folder, number);
    listener.trial(number, settings, job.epochs());
    database.enter(number, TrialRun.checkpointed(run));
    try {
      Recipe changed = recipe.with(Space.changes(settings));
      Scores scores = new Scores(file.settings().measure(), changed);
      EpochRecorder recorder = new EpochRecorder(database, number, run, scores);
      List<TrainingListener> listeners = List.of(recorder, deadline, listener);
      TrialRun.Progress progress =
          TrialRun.train(changed, data, dataName, run, job.epochs(), listeners);
      recorder.complete(progress.epochs());
      if (progress.over()) {
        database.end(number, Trial.State.OVER, null);
        TrialRun.forgetCheckpoint(run);
      }
    } catch (StoppedException e) {
      database.leave(number);
      new LooseEnds(database, recipe, folder).noteOver(); // it may have been its last epoch
      if (!deadline.isOver()) {
        throw e;
      }
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      TrialFailure failure = new TrialFailure(e);
      if (!failure.isOfSettings()) {
        database.leave(number);
        throw e;
      }
      database.end(number, Trial.State.FAILED, failure.problem());
      TrialRun.forgetCheckpoint(run);
    }
    writeBest(database.trials());
    listener.found(database.trials(), number);
  }

  /** What may go on keeps what it goes on from; a process may be killed before it forgets that. */
  private void forgetCheckpoints(List<Trial> trials) {
    trials.stream()
        .filter(trial -> trial.state() != Trial.State.OPEN)
        .forEach(trial -> TrialRun.forgetCheckpoint(trialFolder(folder, trial.number())));
  }

  /**
   * Other settings than were tried before: as the sampler draws them; where it keeps to a few, any;
   * where those that are left are hard to hit, the first of them. Empty if none is left.
   */
  private Optional<Map<String, String>> draw(List<Trial> trials) {
    SearchSettings settings = file.settings();
    Rng rng = Rng.seeded(settings.seed()).split("trial", trials.size());
    Set<Map<String, String>> known =
        trials.stream().map(Trial::settings).collect(Collectors.toSet());
    for (Sampler sampler : List.of(settings.method().sampler(), Sampler.RANDOM)) {
      for (int i = 0; i <= DRAWS; i++) {
        Map<String, String> drawn = sampler.draw(file.space(), trials, rng);
        if (!known.contains(drawn)) {
          return Optional.of(drawn);
        }
      }
    }
    return file.space().first(left -> !known.contains(left));
  }

  /** The run of a trial. */
  static Path trialFolder(Path folder, int number) {
    return folder.resolve("trials").resolve(String.format(Locale.ROOT, "%04d", number));
  }

  private static void requireHope(List<Trial> trials) {
    boolean allFailed = trials.stream().allMatch(trial -> trial.state() == Trial.State.FAILED);
    if (allFailed && trials.size() >= FAILURES) {
      throw new FoveaException(
          "the first %d trials failed, the last like this: %s"
              .formatted(trials.size(), trials.get(trials.size() - 1).problem()));
    }
  }

  private void writeBest(List<Trial> trials) {
    best(trials)
        .ifPresent(
            best ->
                AtomicFile.write(
                    bestFile(),
                    String.format(
                        Locale.ROOT,
                        "# The best of %d trials, number %d, after %d of %d epochs: validation %s %s.\n%s",
                        trials.size(),
                        best.number(),
                        best.epochs(),
                        recipe.epochs(),
                        file.settings().measure().name().toLowerCase(Locale.ROOT),
                        figure(best),
                        recipe.with(Space.changes(best.settings())).toYaml())));
  }

  private String figure(Trial trial) {
    boolean loss = file.settings().measure() == SearchSettings.Measure.LOSS;
    return String.format(Locale.ROOT, "%.4f", loss ? -trial.last() : trial.last());
  }

  /** The best trial: of those that were trained longest the one with the best score. */
  public static Optional<Trial> best(List<Trial> trials) {
    return Trial.scoredBestFirst(trials).stream().findFirst();
  }
}
