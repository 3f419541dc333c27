package fovea.run;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.ModelSettings;
import fovea.recipe.Recipe;
import fovea.tensor.Execution;
import fovea.tensor.Rng;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.Position;
import fovea.train.Requirements;
import fovea.train.RunResult;
import fovea.train.StoppedException;
import fovea.train.Trainer;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A training run in a folder, which holds all it was told and all that came of it. */
public final class TrainingRun {
  /** How often a checkpoint is written amid an epoch, unless one asks for something else. */
  public static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(5);

  private TrainingRun() {}

  /** {@link #start(Recipe, DataSet, String, Path, List, Duration)} with the usual checkpoints. */
  public static RunResult start(
      Recipe recipe,
      DataSet found,
      String dataName,
      Path folder,
      List<TrainingListener> listeners) {
    return start(recipe, found, dataName, folder, listeners, CHECKPOINT_EVERY);
  }

  /**
   * {@link #start(Recipe, DividedData, String, Path, List, Duration)} of data yet to be divided.
   */
  public static RunResult start(
      Recipe recipe,
      DataSet found,
      String dataName,
      Path folder,
      List<TrainingListener> listeners,
      Duration checkpointEvery) {
    RunFolder.requireFree(folder);
    return start(recipe, recipe.divide(found), dataName, folder, listeners, checkpointEvery);
  }

  /**
   * Trains in a new folder, which is made only when the first epoch is about to begin.
   *
   * @param data as the recipe divides them
   * @param dataName how the user named the data, which resuming asks for again
   * @param checkpointEvery time between two checkpoints amid an epoch; zero is after every step.
   *     Each epoch ends with one, too
   * @throws FoveaException if the folder exists, the recipe doesn't fit the data, or training
   *     fails, of which the folder keeps a {@link RunFailure}
   * @throws StoppedException if a listener said so; the folder has a checkpoint of where it stands
   */
  public static RunResult start(
      Recipe recipe,
      DividedData data,
      String dataName,
      Path folder,
      List<TrainingListener> listeners,
      Duration checkpointEvery) {
    RunFolder.requireFree(folder);
    Recipe told = StartingWeights.resolve(recipe);
    try (Model model = create(told, data.set())) {
      Optional<String> from = startFrom(told, model, listeners);
      Recipe named = told.with(new ModelSettings(model.name(), model.arguments()));
      try (Trainer trainer =
          new Trainer(named, model, data, logging(folder, listeners), named.threadCount())) {
        Recipe resolved = trainer.recipe();
        // A checkpoint is written beside the one before, and the model, which is less, beside one.
        RunFolder.requireRoom(folder, 2 * trainer.mostBytes());
        RunFolder run = RunFolder.create(folder);
        run.write(Environment.of(recipe, data, dataName, from));
        run.write(resolved); // last, as by its recipe it is a run
        try (RunLock lock = RunLock.hold(run)) {
          // To resume takes the checkpoint alone, wherever the weights are then.
          if (from.isPresent()) {
            Checkpoint.write(run, resolved.toYaml(), trainer.state());
          }
          Onlookers onlookers = Onlookers.of(listeners, model, data.splits(), resolved.execution());
          String text = resolved.toYaml();
          return RunFailure.noting(
              run,
              () -> toTheEnd(run, text, model, data.set(), trainer, checkpointEvery, onlookers));
        }
      }
    }
  }

  /** A search goes on with its trials by itself, and keeps the test images from them. */
  private static void requireNoTrial(Path folder) {
    if (RunFolder.isTrial(folder)) {
      throw new FoveaException(
          "%s: a trial of a search, which `fovea tune` goes on with; to train it by itself, begin a run with `--recipe %s`"
              .formatted(folder, folder.resolve("recipe.yaml")));
    }
  }

  /** {@link #resume(Path, DataSet, List, Duration)} with the usual checkpoints. */
  public static RunResult resume(Path folder, DataSet found, List<TrainingListener> listeners) {
    return resume(folder, found, listeners, CHECKPOINT_EVERY);
  }

  /**
   * Goes on with a run that was interrupted, from its last checkpoint, to the bytes it would have
   * ended in; of a run that had ended, says what came of it.
   *
   * @param checkpointEvery as in {@link #start(Recipe, DataSet, String, Path, List, Duration)}; it
   *     may differ from what the run began with
   * @throws FoveaException if the folder isn't a run's, the data are not those it began with, or
   *     training fails, of which the folder keeps a {@link RunFailure}
   * @throws StoppedException if a listener said so; the folder has a checkpoint of where it stands
   */
  public static RunResult resume(
      Path folder, DataSet found, List<TrainingListener> listeners, Duration checkpointEvery) {
    RunFolder run = RunFolder.open(folder);
    requireNoTrial(folder);
    // As it was written: a later version writes more keys, and the model's file would differ.
    String text = run.recipeText();
    Recipe recipe = Recipe.recorded(text, run.recipeFile().toString());
    DataSet data = found.holdingOut(recipe.holdOut());
    Environment began = run.environment();
    requireSameData(run, began, data);
    if (run.isFinished() && !run.hasLostModel()) {
      return run.result();
    }
    requireSamePrecision(run, began, recipe);
    DividedData divided = recipe.divide(data);
    requireSameGroups(run, began, recipe, divided);
    try (RunLock lock = RunLock.hold(run);
        Model model = begun(run, recipe, data, began, listeners);
        // Another number of threads, on a machine with other cores, would round differently.
        Trainer trainer =
            new Trainer(recipe, model, divided, logging(folder, listeners), began.threads())) {
      if (Checkpoint.exists(run)) {
        Checkpoint.restore(run, recipe, trainer);
      } else {
        List<EpochRecord> unused = run.epochs().keep(0);
      }
      Execution how = new Execution(began.threads(), recipe.precision().resolve());
      Onlookers onlookers = Onlookers.of(listeners, model, divided.splits(), how);
      return RunFailure.noting(
          run, () -> toTheEnd(run, text, model, data, trainer, checkpointEvery, onlookers));
    }
  }

  /** The network of a recipe, with the weights that it begins from if those are random. */
  static Model create(Recipe recipe, DataSet data) {
    ModelSettings settings = recipe.model();
    Requirements.ofData(recipe, data, data.hasValidation() || recipe.validation() > 0);
    Model model =
        Models.create(
            settings.name(),
            settings.arguments(),
            data.classes(),
            Rng.seeded(recipe.seed()).split("initialisation"));
    try {
      Requirements.ofModel(model, data);
      Requirements.ofNetwork(recipe.progressive(), model);
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** Where a run was killed before its first checkpoint, with the weights it started from. */
  private static Model begun(
      RunFolder run,
      Recipe recipe,
      DataSet data,
      Environment began,
      List<TrainingListener> listeners) {
    Model model = create(recipe, data);
    try {
      if (!Checkpoint.exists(run)) {
        requireSameWeights(run, recipe, began, startFrom(recipe, model, listeners));
      }
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private static void requireSameGroups(
      RunFolder run, Environment began, Recipe recipe, DividedData data) {
    if (!began.hasGroups(Trainer.groupsFingerprint(recipe, data))) {
      throw new FoveaException(
          "%s: began with other groups of images than `imageGroups: %s` gives now; put them back as they were, or start a new run"
              .formatted(run.path(), recipe.imageGroups()));
    }
  }

  private static void requireSameWeights(
      RunFolder run, Recipe recipe, Environment began, Optional<String> sha256) {
    if (!sha256.equals(Optional.ofNullable(began.startedFrom()))) {
      throw new FoveaException(
          "%s: began with other weights than are in %s now, and has no checkpoint yet; put them back, or start a new run"
              .formatted(run.path(), recipe.from()));
    }
  }

  /** SHA-256 of the weights that the recipe's network starts from, if it does. */
  static Optional<String> startFrom(Recipe recipe, Model model, List<TrainingListener> listeners) {
    return StartingWeights.of(recipe)
        .map(
            weights -> {
              List<String> notes = weights.into(model, Models.CATALOGUE);
              listeners.forEach(listener -> notes.forEach(listener::note));
              return weights.sha256();
            });
  }

  static List<TrainingListener> logging(Path folder, List<TrainingListener> listeners) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(0, new EpochLog(folder.resolve("epochs.jsonl")));
    return all;
  }

  private static RunResult toTheEnd(
      RunFolder run,
      String recipe,
      Model model,
      DataSet data,
      Trainer trainer,
      Duration checkpointEvery,
      Onlookers onlookers) {
    Checkpoints checkpoints = new Checkpoints(run, recipe, trainer, checkpointEvery);
    try {
      trainer.start();
      while (!trainer.done()) {
        int epoch = trainer.position().epoch();
        Answer answer = trainer.advance();
        if (trainer.position().epoch() > epoch) {
          onlookers.look(epoch); // a run that goes on from a later checkpoint wouldn't
        }
        if (answer == Answer.STOP) {
          throw checkpoints.stop();
        }
        checkpoints.writeIfDue();
      }
    } catch (CancellationException e) {
      throw checkpoints.stop();
    }
    Position end = trainer.position();
    try {
      RunResult result = trainer.finish();
      ModelFile.write(run.modelFile(), model, provenance(recipe, data));
      run.write(result);
      return result;
    } catch (CancellationException e) { // all epochs are trained, and the last checkpoint says so
      throw Checkpoints.stopped(run, end);
    }
  }

  /**
   * Nothing here may differ between two runs of the same recipe on the same data: the number of
   * threads is the machine's affair.
   */
  private static Map<String, String> provenance(String recipe, DataSet data) {
    return Map.of(
        TrainedModel.RECIPE,
        Recipe.recorded(recipe, "the run's recipe").with("threads=0").toYaml(),
        TrainedModel.DATA,
        data.fingerprint(),
        "fovea.version",
        Version.current());
  }

  private static void requireSamePrecision(RunFolder run, Environment began, Recipe recipe) {
    String now = recipe.precision().resolve().toString();
    if (!began.precision().equals(now)) {
      throw new FoveaException(
          "%s: began in %s, and this machine's `precision: %s` is %s, which would not end in the same weights. Resume it on a machine like the one it began on."
              .formatted(
                  run.path(),
                  began.precision(),
                  recipe.precision().name().toLowerCase(Locale.ROOT),
                  now));
    }
  }

  /**
   * Looks whether a run began with these data.
   *
   * @throws FoveaException if it didn't
   */
  public static void requireSameData(RunFolder run, DataSet found) {
    requireSameData(run, run.environment(), found.holdingOut(run.recipe().holdOut()));
  }

  private static void requireSameData(RunFolder run, Environment began, DataSet data) {
    if (!began.dataFingerprint().equals(data.fingerprint())) {
      throw new FoveaException(
          "%s: began with data of fingerprint %s (%s), found %s. Resume it with the same data; --data FOLDER says where they are."
              .formatted(run.path(), began.dataFingerprint(), began.data(), data.fingerprint()));
    }
  }
}
