package fovea.run;

import fovea.FoveaException;
import fovea.data.DividedData;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.files.FileFailure;
import fovea.models.Model;
import fovea.recipe.ModelSettings;
import fovea.recipe.Recipe;
import fovea.recipe.RobustnessSettings.OnCollapse;
import fovea.train.Answer;
import fovea.train.EarlyStopping;
import fovea.train.EpochRecord;
import fovea.train.StoppedException;
import fovea.train.Trainer;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A run of a search: it is trained up to an epoch, may go on later, and is judged by its validation
 * images alone: the splits that it is trained with have no test images.
 */
public final class TrialRun {
  /**
   * How far a trial is.
   *
   * @param epochs all that it has had, in earlier processes too
   * @param over whether it has no more epochs to come
   */
  public record Progress(List<EpochRecord> epochs, boolean over) {}

  private TrialRun() {}

  /**
   * Begins a trial, or goes on with one that was begun in this folder.
   *
   * @param recipe of all its epochs, of which these may be the first few
   * @param upTo the last epoch that it is trained for now
   * @throws StoppedException if a listener says so; the folder has a checkpoint of where it stands
   * @throws FoveaException if the recipe doesn't fit the data, or training fails; where it can't be
   *     gone on from the folder's checkpoint, a file {@linkplain FileFailure#isBehind is behind} it
   */
  public static Progress train(
      Recipe recipe,
      DividedData data,
      String dataName,
      Path folder,
      int upTo,
      List<TrainingListener> listeners) {
    DividedData shut = withoutTest(data);
    Recipe told = StartingWeights.resolve(recipe);
    try (Model model = TrainingRun.create(told, data.set())) {
      Optional<String> from = TrainingRun.startFrom(told, model, listeners);
      Recipe named = told.with(new ModelSettings(model.name(), model.arguments()));
      try (Trainer trainer =
          new Trainer(
              named, model, shut, TrainingRun.logging(folder, listeners), named.threadCount())) {
        if (!RunFolder.isRun(folder)) { // a checkpoint is written beside the one before
          RunFolder.requireRoom(folder, 2 * trainer.mostBytes());
        }
        RunFolder run = folder(folder);
        Recipe resolved = trainer.recipe();
        try (RunLock lock = RunLock.hold(run)) {
          if (Checkpoint.exists(run)) {
            restore(run, resolved, trainer);
          } else {
            run.write(Environment.of(resolved, data, dataName, from));
            run.write(resolved);
            List<EpochRecord> unused = run.epochs().keep(0);
          }
          boolean over = train(run, resolved, trainer, upTo);
          return new Progress(run.epochs().read(), over);
        }
      }
    }
  }

  private static void restore(RunFolder run, Recipe recipe, Trainer trainer) {
    try {
      Checkpoint.restoreOnAnyThreads(run, recipe, trainer);
    } catch (FoveaException e) {
      if (isOfMemory(e)) {
        throw e;
      }
      throw new FoveaException(
          "%s: the trial can't go on from its checkpoint; mend that, or remove this folder for it to begin anew: %s"
              .formatted(run.path(), e.getMessage()),
          // No fault of the recipe's, which a search asks.
          new IOException(e.getMessage(), e));
    }
  }

  /** Names and shapes are compared before libtorch sees them, so what it fails of is memory. */
  private static boolean isOfMemory(FoveaException failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first.getClass().equals(RuntimeException.class);
  }

  /** The same data for whom there are no test images to look at. */
  private static DividedData withoutTest(DividedData data) {
    Splits splits = data.splits();
    Split.Test none = new Split.Test(splits.train().images().select(new int[0]));
    return new DividedData(data.set(), new Splits(splits.train(), splits.validation(), none));
  }

  private static RunFolder folder(Path path) {
    UnbegunRun.clear(path);
    return RunFolder.isRun(path) ? RunFolder.open(path) : RunFolder.create(path);
  }

  private static boolean train(RunFolder run, Recipe recipe, Trainer trainer, int upTo) {
    Checkpoints checkpoints =
        new Checkpoints(run, recipe.toYaml(), trainer, TrainingRun.CHECKPOINT_EVERY);
    try {
      trainer.start();
      while (!trainer.done() && trainer.position().epoch() <= upTo) {
        if (trainer.advance() == Answer.STOP) {
          throw checkpoints.stop();
        }
        checkpoints.writeIfDue();
      }
    } catch (CancellationException e) {
      throw checkpoints.stop();
    }
    return trainer.done();
  }

  /**
   * Whether a trial has no more epochs to come after so many: these are all, or early stopping or a
   * collapse ends it.
   *
   * @param recipe of all its epochs
   * @param folder of the trial; if it lacks some of the epochs, nothing has ended it early
   */
  public static boolean endsAfter(int epochs, Recipe recipe, Path folder) {
    boolean mayEndEarly = recipe.earlyStopping().patience() > 0 || endsByCollapse(recipe);
    if (epochs >= recipe.epochs() || !mayEndEarly || !RunFolder.isRun(folder)) {
      return epochs >= recipe.epochs();
    }
    List<EpochRecord> had = RunFolder.open(folder).epochs().read();
    if (had.size() < epochs) {
      return false;
    }
    List<EpochRecord> these = had.subList(0, epochs);
    return new EarlyStopping(recipe).stopsAfter(these)
        || (endsByCollapse(recipe) && isCollapsed(recipe, these));
  }

  private static boolean endsByCollapse(Recipe recipe) {
    return recipe.robustness().isOn() && recipe.robustness().onCollapse() == OnCollapse.STOP;
  }

  /** Without early stopping only a collapse keeps another epoch's weights than the last. */
  private static boolean isCollapsed(Recipe recipe, List<EpochRecord> epochs) {
    Recipe patient = recipe.with("earlyStopping.patience=0");
    return new EarlyStopping(patient).chosen(epochs) < epochs.size();
  }

  /** When the checkpoint was written, in milliseconds, that a trial would go on from; else 0. */
  public static long checkpointed(Path folder) {
    return Checkpoint.file(new RunFolder(folder)).toFile().lastModified();
  }

  /** Frees what only going on would need, if the trial has come so far. */
  public static void forgetCheckpoint(Path folder) {
    Path checkpoint = Checkpoint.file(new RunFolder(folder));
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      throw FileFailure.unwritable(checkpoint, e);
    }
  }
}
