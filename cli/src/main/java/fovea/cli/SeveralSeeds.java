package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.recipe.Recipe;
import fovea.run.RunFolder;
import fovea.run.SeedsFolder;
import fovea.run.SeedsReport;
import fovea.run.TrainingRun;
import fovea.train.RunResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/**
 * Trains a recipe once for each seed, one after the other; what is there already is gone on with.
 *
 * @param session of a run in its folder
 */
record SeveralSeeds(Console console, SeedsFolder folder, Function<Path, Session> session) {

  /**
   * @param set the data, which each run divides by its own seed
   * @param data where they were opened
   * @throws FoveaException if runs that have begun are of other data
   */
  void train(DataSet set, String data) {
    try {
      for (Path begun : folder.runs()) {
        TrainingRun.requireSameData(RunFolder.open(begun), set);
      }
      trainAll(set, data);
    } catch (FoveaException e) {
      folder.discardUnused(); // what is refused leaves nothing behind
      throw e;
    }
  }

  private void trainAll(DataSet set, String data) {
    SeedsReport plan = folder.report();
    for (int i = 0; i < plan.seeds().size(); i++) {
      long seed = plan.seeds().get(i);
      Path path = folder.run(seed);
      if (RunFolder.isRun(path) && RunFolder.open(path).isFinished()) {
        continue;
      }
      console.err().printf("Seed %d, run %d of %d.%n", seed, i + 1, plan.seeds().size());
      Session run = session.apply(path);
      if (RunFolder.isRun(path)) {
        RunResult unused = run.resume(set);
      } else {
        Recipe recipe = folder.recipe(seed);
        RunResult unused = run.start(recipe, recipe.divide(set), data);
      }
      folder.update();
    }
    folder.update();
  }

  void print(PrintStream out) {
    SeedsReport report = folder.report();
    Table table = Table.aligned("lrrr");
    table.row("", "test accuracy", "validation", "time");
    for (SeedsReport.Run run : report.runs()) {
      RunResult result = run.result();
      table.row(
          "seed " + run.seed(),
          Text.percent(result.testAccuracy()),
          result.validationAccuracy() == null ? "-" : Text.percent(result.validationAccuracy()),
          Text.duration(result.seconds()));
    }
    table.row(
        "mean ± deviation",
        SpreadText.percent(report.testAccuracy()),
        SpreadText.percent(report.validationAccuracy()),
        report.seconds() == null ? "-" : Text.duration(report.seconds().mean()));
    table.print(out);
    out.printf(Locale.ROOT, "summary  %s%n", folder.file());
  }
}
