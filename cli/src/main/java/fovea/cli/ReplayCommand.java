package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.DataSets;
import fovea.data.DividedData;
import fovea.run.Replay;
import fovea.run.RunFolder;
import fovea.train.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Repeat a run from what it recorded, and compare the weights and figures that come of it.",
    footer = {
      "",
      "Example: does it come out the same again?",
      "  fovea replay runs/first",
      "",
      "Other data than the run began with are refused before anything is trained. Where the version,"
          + " the processor or libtorch differ, that is said, and the run is repeated all the same.",
      "",
      "The exit code is 0 where weights and figures are the same, and 1 where they aren't."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int DIGITS = 16;

  private final Console console;

  @Parameters(paramLabel = "RUN", description = "The folder of a run that has ended.")
  private Path run = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Where the data are now, if they moved.")
  private @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The new folder of the repetition, or one in which it was interrupted"
              + " (default: runs/replay-RUN-TIME).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Replay replay = Replay.of(run);
    Path folder = out == null ? Timestamp.after("runs/replay-" + name(run)) : out;
    Replay.clearUnbegun(folder);
    boolean begun = replay.isRepeatedIn(folder);
    if (!begun) {
      RunFolder.requireFree(folder);
    }
    String dataName = data == null ? recorded(replay) : data;
    DataSet found = DataArgument.open(console, dataName, replay.recipe()).set();
    DividedData divided = replay.requireSame(found);
    List<Replay.Difference> differences = replay.differences();
    if (!differences.isEmpty()) {
      console.warn("the weights may differ: " + said(differences));
    }
    if (!begun || !RunFolder.open(folder).isFinished()) {
      Session session = new Session(console, folder, again(run, folder, data));
      RunResult unused =
          begun ? session.resume(found) : session.start(replay.recipe(), divided, dataName);
    }
    Replay.Outcome outcome = replay.compare(folder);
    if (json) {
      console.out().print(Json.of(report(outcome)));
    } else {
      print(outcome);
    }
    if (!outcome.isSame()) {
      console.warn(
          "%s: the repetition isn't the same; %s"
              .formatted(
                  run,
                  differences.isEmpty()
                      ? "version, processor, libtorch and data are, so please report this"
                      : said(differences)));
      return Errors.FAILURE;
    }
    return 0;
  }

  /** The command that goes on where this one was interrupted. */
  static String again(Path run, Path folder, @Nullable String data) {
    String command = "fovea replay %s --out %s".formatted(run, folder);
    return data == null ? command : command + " --data " + data;
  }

  private static String recorded(Replay replay) {
    String recorded = replay.dataName();
    boolean there = DataSets.BUILT_IN.contains(recorded) || Files.isDirectory(Path.of(recorded));
    if (there) {
      return recorded;
    }
    throw new FoveaException(
        "%s: the data that the run began with are no longer there; say by --data DATA where they are now"
            .formatted(recorded));
  }

  private static String name(Path run) {
    Path last = run.toAbsolutePath().normalize().getFileName();
    return last == null ? "run" : last.toString();
  }

  private static String said(List<Replay.Difference> differences) {
    return differences.stream()
        .map(one -> "%s is %s, was %s".formatted(one.what(), one.now(), one.then()))
        .collect(Collectors.joining("; "));
  }

  private void print(Replay.Outcome outcome) {
    Table table = Table.leftAligned();
    boolean sameWeights = outcome.weightsThen().equals(outcome.weightsNow());
    table.row(
        "weights",
        sameWeights
            ? "the same, SHA-256 " + outcome.weightsThen().substring(0, DIGITS)
            : "differ, SHA-256 %s then, %s now"
                .formatted(
                    outcome.weightsThen().substring(0, DIGITS),
                    outcome.weightsNow().substring(0, DIGITS)));
    table.row(
        "model file",
        outcome.sameFile()
            ? "the same, to the byte"
            : sameWeights ? "the same weights, but not the same notes beside them" : "differs");
    Integer from = outcome.differsFrom();
    table.row(
        "figures",
        from == null
            ? "the same in all %s".formatted(Text.count(outcome.resultThen().epochs(), "epoch"))
            : "differ from epoch %d on".formatted(from));
    table.row(
        "test accuracy",
        "%s then, %s now"
            .formatted(
                Text.percent(outcome.resultThen().testAccuracy()),
                Text.percent(outcome.resultNow().testAccuracy())));
    table.row(
        "time",
        "%s then, %s now"
            .formatted(
                Text.duration(outcome.resultThen().seconds()),
                Text.duration(outcome.resultNow().seconds())));
    table.row("repetition", outcome.repeated());
    table.print(console.out());
  }

  /** What programs read. */
  private record Report(
      String run,
      String repeated,
      boolean same,
      String weightsThen,
      String weightsNow,
      boolean sameFile,
      @Nullable Integer differsFrom,
      double testAccuracyThen,
      double testAccuracyNow,
      List<Replay.Difference> differences) {}

  private static Report report(Replay.Outcome outcome) {
    return new Report(
        outcome.run().toString(),
        outcome.repeated().toString(),
        outcome.isSame(),
        outcome.weightsThen(),
        outcome.weightsNow(),
        outcome.sameFile(),
        outcome.differsFrom(),
        outcome.resultThen().testAccuracy(),
        outcome.resultNow().testAccuracy(),
        outcome.differences());
  }
}
