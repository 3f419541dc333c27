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
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Trains a recipe once for each seed, one after the other; what is there already is gone on with.
 *
 * @param session of a run in its folder
 */
record SeveralSeeds(Console console, SeedsFolder folder, Function<Path, Session> session) {

  /**
   * Trains what isn't over. A seed whose training fails is recorded, and the others go on.
   *
   * @param set the data, which each run divides by its own seed
   * @param data where they were opened
   * @throws FoveaException if runs that have begun are of other data, or a run can't begin or go on
   */
  void train(DataSet set, String data) {
    try {
      folder.clearUnbegun();
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
    List<Long> seeds = folder.report().seeds();
    for (int i = 0; i < seeds.size(); i++) {
      long seed = seeds.get(i);
      if (!folder.isOver(seed)) {
        console.err().printf("Seed %d, run %d of %d.%n", seed, i + 1, seeds.size());
        train(seed, set, data);
        folder.update();
      }
    }
  }

  private void train(long seed, DataSet set, String data) {
    Path path = folder.run(seed);
    Session run = session.apply(path);
    try {
      if (RunFolder.isRun(path)) {
        RunResult unused = run.resume(set);
      } else {
        Recipe recipe = folder.recipe(seed);
        RunResult unused = run.start(recipe, recipe.divide(set), data);
      }
    } catch (FoveaException e) {
      if (!folder.isOver(seed)) {
        throw e;
      }
      console.warn("seed %d failed: %s.".formatted(seed, e.getMessage()));
    }
  }

  /** Says what came of all. Returns the exit code. */
  int print(PrintStream out) {
    folder.update();
    SeedsReport report = folder.report();
    Table table = Table.aligned("lrrr");
    table.row("", "test accuracy", "validation", "time");
    report.seeds().forEach(seed -> row(table, seed, report));
    table.row(
        "mean ± deviation",
        SpreadText.percent(report.testAccuracy()),
        SpreadText.percent(report.validationAccuracy()),
        report.seconds() == null ? "-" : Text.duration(report.seconds().mean()));
    table.print(out);
    out.printf(Locale.ROOT, "summary  %s%n", folder.file());
    if (report.failed().isEmpty()) {
      return 0;
    }
    console.warn(
        "%s: %d of %d seeds failed, which `failed` in it says why; the mean is that of the others."
            .formatted(folder.file(), report.failed().size(), report.seeds().size()));
    return Errors.FAILURE;
  }

  private static void row(Table table, long seed, SeedsReport report) {
    String name = "seed " + seed;
    for (SeedsReport.Run run : report.runs()) {
      if (run.seed() == seed) {
        RunResult result = run.result();
        table.row(
            name,
            Text.percent(result.testAccuracy()),
            result.validationAccuracy() == null ? "-" : Text.percent(result.validationAccuracy()),
            Text.duration(result.seconds()));
      }
    }
    if (report.failed().stream().anyMatch(failed -> failed.seed() == seed)) {
      table.row(name, "failed", "-", "-");
    }
  }
}
