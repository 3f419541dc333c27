package fovea.cli;

import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.recipe.Recipe;
import fovea.report.CurvesListener;
import fovea.run.RunFolder;
import fovea.run.TrainingRun;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.StoppedException;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A run with somebody before the screen: progress, curves, and Ctrl-C between two steps.
 *
 * @param others who listen too
 * @param checkpointEvery amid an epoch
 */
record Session(
    Console console, Path folder, List<TrainingListener> others, Duration checkpointEvery) {
  Session(Console console, Path folder) {
    this(console, folder, List.of(), TrainingRun.CHECKPOINT_EVERY);
  }

  /**
   * @param divided by the recipe
   * @param data as the user named them
   */
  RunResult start(Recipe recipe, DividedData divided, String data) {
    return train(
        List.of(),
        listeners ->
            TrainingRun.start(
                recipe, divided, DataArgument.lasting(data), folder, listeners, checkpointEvery));
  }

  RunResult resume(DataSet set) {
    return train(
        RunFolder.open(folder).epochs().read(),
        listeners -> TrainingRun.resume(folder, set, listeners, checkpointEvery));
  }

  private RunResult train(
      List<EpochRecord> before, Function<List<TrainingListener>, RunResult> training) {
    CurvesListener curves = new CurvesListener(folder.resolve("curves.svg"), before);
    Interruption interruption = Interruption.watch();
    try (interruption;
        TrainingProgress progress = new TrainingProgress(console, folder)) {
      List<TrainingListener> listeners = new ArrayList<>(others);
      listeners.addAll(List.of(curves, progress, interruption));
      return training.apply(listeners);
    } catch (StoppedException e) {
      console.warn(
          "interrupted at %s; go on with `fovea train --resume %s`."
              .formatted(e.position(), folder));
      throw interruption.interrupted();
    }
  }
}
