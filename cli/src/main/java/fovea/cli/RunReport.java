package fovea.cli;

import fovea.run.RunFolder;
import fovea.train.RunResult;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a run achieved, and where it lies. */
record RunReport(Path folder, RunResult result) {
  void print(PrintStream out) {
    RunFolder run = RunFolder.open(folder);
    Table table = Table.leftAligned();
    table.row("test accuracy", Text.percent(result.testAccuracy()));
    if (result.testAccuracyWithViews() != null) {
      table.row(
          "with views", Text.percent(result.testAccuracyWithViews()) + ", mirrored and shifted");
    }
    table.row("training accuracy", Text.percent(result.trainAccuracy()) + ", not augmented");
    table.row(
        "gap",
        String.format(
            Locale.ROOT, "%.2f points", 100 * (result.trainAccuracy() - result.testAccuracy())));
    table.row(
        "time",
        "%s, %s".formatted(Text.count(result.epochs(), "epoch"), Text.duration(result.seconds())));
    if (result.gflopsPerSecond() != null && result.shareOfMachine() != null) {
      table.row("speed", speed(result.gflopsPerSecond(), result.shareOfMachine()));
    }
    if (result.chosenEpoch() != result.epochs()) {
      table.row("weights", "of epoch " + result.chosenEpoch());
    }
    table.row("model", run.modelFile());
    if (Files.exists(run.curvesFile())) {
      table.row("curves", run.curvesFile());
    }
    table.row("result", run.resultFile());
    table.print(out);
  }

  /** More than all of the machine was only there while training, not when it was measured. */
  static String speed(double gflopsPerSecond, double share) {
    return String.format(Locale.ROOT, "%.0f GFLOP/s while training, ", gflopsPerSecond)
        + (share > 1
            ? "more than this machine's matrix product, measured while it was busy otherwise"
            : String.format(Locale.ROOT, "%.0f %% of this machine's matrix product", 100 * share));
  }
}
