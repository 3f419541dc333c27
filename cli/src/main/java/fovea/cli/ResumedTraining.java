package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DataSets;
import fovea.recipe.Recipe;
import fovea.run.RunFolder;
import fovea.run.SeedsFolder;
import fovea.train.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run that goes on, or those of several seeds.
 *
 * @param watching how
 */
record ResumedTraining(Console console, Path folder, SessionOptions watching) {

  /**
   * Trains what is left, and says what came of it. Returns the exit code.
   *
   * @param data where they are now; null is where they were
   */
  int finish(@Nullable String data) {
    if (SeedsFolder.is(folder)) {
      SeedsFolder several = SeedsFolder.open(folder);
      String dataName = data == null ? several.report().data() : data;
      Recipe first = several.recipe(several.report().seeds().get(0));
      DataSet set = DataArgument.open(console, dataName, first).set();
      return watching.train(console, several, set, DataArgument.lasting(dataName));
    }
    RunFolder run = RunFolder.open(folder);
    if (!run.isFinished()) {
      String dataName = data == null ? recordedData(run) : data;
      DataSet set = DataArgument.open(console, dataName, run.recipe()).set();
      RunResult unused = watching.session(console, folder).resume(set);
    }
    return watching.report(console, folder, run.result());
  }

  /** What the run began with, as long as it is where it was. */
  private static String recordedData(RunFolder run) {
    String recorded = run.environment().data();
    if (!DataSets.BUILT_IN.contains(recorded) && !Files.isDirectory(Path.of(recorded))) {
      throw new FoveaException(
          "%s: began with the data in %s, which is no longer there; say where it is now: fovea train --resume %s --data FOLDER"
              .formatted(run.path(), recorded, run.path()));
    }
    return recorded;
  }
}
