package fovea.cli;

import fovea.FoveaException;
import fovea.run.RunFolders;
import fovea.run.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the runs in folders, with what came of them so far.",
    footer = {
      "",
      "Example: those in runs/",
      "  fovea runs list",
      "",
      "Example: those of an experiment, for a program",
      "  fovea runs list runs/rates --json"
    })
final class RunsListCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "FOLDER",
      description = "Where to look, four folders deep (default: runs).")
  private List<Path> folders = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  RunsListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<RunSummary> runs = new ArrayList<>();
    boolean broken = false;
    for (Path folder : folders.isEmpty() ? usual() : folders) {
      for (Path run : RunFolders.in(folder)) {
        try {
          runs.add(RunSummary.of(run));
        } catch (FoveaException e) {
          console.warn(e.getMessage() + "; the run is left out");
          broken = true;
        }
      }
    }
    if (json) {
      console.out().print(Json.of(runs));
    } else if (runs.isEmpty()) {
      console.err().println("There are no runs; `fovea train` makes one.");
    } else {
      print(runs);
    }
    return broken ? Errors.FAILURE : 0;
  }

  private void print(List<RunSummary> runs) {
    Table table = Table.aligned("lllrrrr");
    table.row("run", "network", "data", "epochs", "validation", "test", "time");
    for (RunSummary run : runs) {
      table.row(
          run.run(),
          run.model(),
          lastName(run.data()),
          epochs(run),
          run.validationAccuracy() == null ? "-" : Text.percent(run.validationAccuracy()),
          run.testAccuracy() == null ? "-" : Text.percent(run.testAccuracy()),
          Text.duration(run.seconds()));
    }
    table.print(console.out());
  }

  /** Before the first run it isn't there yet. */
  private static List<Path> usual() {
    Path runs = Path.of("runs");
    return Files.exists(runs) ? List.of(runs) : List.of();
  }

  private static String epochs(RunSummary run) {
    return run.finished()
        ? String.valueOf(run.epochs())
        : "%d of %d%s"
            .formatted(run.epochs(), run.ofEpochs(), run.failed() == null ? "" : ", failed");
  }

  private static String lastName(String data) {
    Path last = Path.of(data).getFileName();
    return last == null ? data : last.toString();
  }
}
