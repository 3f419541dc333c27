package fovea.cli;

import fovea.data.DataSet;
import fovea.data.DividedData;
import fovea.recipe.Recipe;
import fovea.report.CurvesListener;
import fovea.run.RunFolder;
import fovea.run.TrainingRun;
import fovea.tensorboard.TensorBoard;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.StoppedException;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run with somebody before the screen: progress, curves, and Ctrl-C between two steps.
 *
 * @param goesOnBy the command that goes on with it where it was interrupted
 * @param others who listen too
 * @param checkpointEvery amid an epoch
 */
record Session(
    Console console,
    Path folder,
    String goesOnBy,
    List<TrainingListener> others,
    Duration checkpointEvery,
    Views views) {
  /**
   * How the run can be looked at while it goes on.
   *
   * @param port of a page, 0 for any; null is no page
   * @param tensorboard whether events are written for TensorBoard
   */
  record Views(@Nullable Integer port, boolean tensorboard) {
    static final Views NONE = new Views(null, false);
  }

  Session(Console console, Path folder) {
    this(console, folder, resuming(folder));
  }

  Session(Console console, Path folder, String goesOnBy) {
    this(console, folder, goesOnBy, List.of(), TrainingRun.CHECKPOINT_EVERY, Views.NONE);
  }

  /** The command that goes on with a run, or with several seeds. */
  static String resuming(Path folder) {
    return "fovea train --resume " + folder;
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
        LiveView page = page(before);
        TensorBoard events =
            views.tensorboard() ? new TensorBoard(folder.resolve("tensorboard")) : null;
        TrainingProgress progress =
            new TrainingProgress(console, folder, views.port() != null, before)) {
      List<TrainingListener> listeners = new ArrayList<>(others);
      listeners.addAll(List.of(curves, progress, interruption));
      if (page != null) {
        listeners.add(page);
      }
      if (events != null) {
        listeners.add(events);
      }
      return training.apply(listeners);
    } catch (StoppedException e) {
      console.warn("interrupted at %s; go on with `%s`.".formatted(e.position(), goesOnBy));
      throw interruption.interrupted();
    }
  }

  private @Nullable LiveView page(List<EpochRecord> before) {
    Integer port = views.port();
    return port == null ? null : LiveView.open(console, folder, port, before);
  }
}
