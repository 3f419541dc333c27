package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DataSets;
import fovea.recipe.Recipe;
import fovea.run.RunFolder;
import fovea.run.SeedsFolder;
import fovea.run.SeedsReport;
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
      return finish(SeedsFolder.open(folder), data);
    }
    RunFolder run = RunFolder.open(folder);
    if (!run.isFinished() || run.hasLostModel()) {
      String dataName = data == null ? recorded(run.environment().data()) : data;
      DataSet set = DataArgument.open(console, dataName, run.recipe()).set();
      RunResult unused = watching.session(console, folder).resume(set);
    }
    return watching.report(console, folder, run.result());
  }

  private int finish(SeedsFolder several, @Nullable String data) {
    SeedsReport plan = several.report();
    if (plan.seeds().stream().allMatch(several::isOver)) {
      return watching.several(console, several).print(console.out());
    }
    String dataName = data == null ? recorded(plan.data()) : data;
    Recipe first = several.recipe(plan.seeds().get(0));
    DataSet set = DataArgument.open(console, dataName, first).set();
    return watching.train(console, several, set, DataArgument.lasting(dataName));
  }

  /** What it began with, as long as that is where it was. */
  private String recorded(String data) {
    if (!DataSets.BUILT_IN.contains(data) && !Files.isDirectory(Path.of(data))) {
      throw new FoveaException(
          "%s: began with the data in %s, which is no longer there; say where it is now: fovea train --resume %s --data FOLDER"
              .formatted(folder, data, folder));
    }
    return data;
  }
}
