package fovea.cli;

import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileKind;
import fovea.report.ComparedRun;
import fovea.report.OverlaidCurves;
import fovea.report.RunsPage;
import fovea.run.RunFolder;
import fovea.run.SeedsFolder;
import fovea.run.Spread;
import fovea.settings.FlatSettings;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Lay runs side by side: what came of them, what their recipes differ in, and their curves"
            + " over each other.",
    footer = {
      "",
      "Example: in a table, and as a page with curves",
      "  fovea runs compare runs/first runs/slow --out both.html",
      "",
      "Example: two recipes by three seeds each, as a picture",
      "  fovea train --data cifar10 --seeds 1..3 --out runs/plain",
      "  fovea train --data cifar10 --seeds 1..3 --set objective.labelSmoothing=0 --out runs/hard",
      "  fovea runs compare runs/plain runs/hard --out smoothing.svg"
    })
final class RunsCompareCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Folders of runs, finished or not, or of a recipe's runs with several seeds.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE.html|FILE.svg",
      description = "Write a page, or the curves alone as a picture.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  RunsCompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    WritableFile.requireEnding(spec, "--out", out, ".html", ".svg");
    WritableFile.require(out, "the comparison", Set.of(FileKind.HTML, FileKind.SVG));
    List<ComparedRun> compared = new ArrayList<>();
    runs.forEach(run -> compared.add(read(run)));
    if (out != null && out.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
      RunsPage.write(out, compared);
    } else if (out != null) {
      AtomicFile.write(out, OverlaidCurves.svg(compared));
    }
    if (json) {
      console.out().print(Json.of(compared.stream().map(RunsCompareCommand::report).toList()));
    } else {
      print(compared);
    }
    return 0;
  }

  private static ComparedRun read(Path folder) {
    if (!SeedsFolder.is(folder)) {
      return read(folder.toString(), List.of(folder));
    }
    List<Path> begun = SeedsFolder.open(folder).runs();
    if (begun.isEmpty()) {
      throw new FoveaException(folder + ": none of its runs has begun yet");
    }
    return read(folder.toString(), begun);
  }

  private static ComparedRun read(String name, List<Path> folders) {
    List<List<EpochRecord>> epochs = new ArrayList<>();
    List<RunResult> results = new ArrayList<>();
    for (Path folder : folders) {
      RunFolder run = RunFolder.open(folder);
      epochs.add(run.epochs().read());
      if (run.isFinished()) {
        results.add(run.result());
      }
    }
    Map<String, String> settings =
        new LinkedHashMap<>(FlatSettings.of(RunFolder.open(folders.get(0)).recipe()));
    if (folders.size() > 1) {
      settings.put("seed", folders.size() + " seeds");
    }
    return new ComparedRun(name, epochs, results, settings);
  }

  private void print(List<ComparedRun> compared) {
    Table table = Table.aligned("lrrrr");
    table.row("run", "epochs", "validation", "test", "time");
    for (ComparedRun run : compared) {
      table.row(
          run.name(),
          run.runs().stream().mapToInt(List::size).max().orElse(0),
          validation(run),
          accuracy(run, RunResult::testAccuracy),
          run.seconds() == 0 ? "-" : Text.duration(run.seconds()));
    }
    table.print(console.out());
    Map<String, List<String>> differing = RunsPage.differing(compared);
    if (!differing.isEmpty()) {
      console.out().println();
      Table settings = Table.leftAligned();
      differing.forEach(
          (path, values) -> {
            List<String> row = new ArrayList<>(List.of(path));
            row.addAll(values);
            settings.row(row.toArray());
          });
      settings.print(console.out());
    }
  }

  private static String validation(ComparedRun run) {
    Double soFar = run.validationAccuracySoFar();
    return run.results().isEmpty() && soFar != null
        ? Text.percent(soFar)
        : accuracy(run, RunResult::validationAccuracy);
  }

  private static String accuracy(ComparedRun run, Function<RunResult, @Nullable Double> figure) {
    return SpreadText.percent(spread(run, figure));
  }

  private static @Nullable Spread spread(
      ComparedRun run, Function<RunResult, @Nullable Double> figure) {
    return Spread.of(run.results().stream().map(figure).toList());
  }

  /** What programs read of each. */
  private record Report(
      String run,
      int runs,
      int finished,
      @Nullable Spread testAccuracy,
      @Nullable Spread validationAccuracy,
      @Nullable Spread trainAccuracy,
      @Nullable Spread seconds,
      Map<String, String> settings,
      List<List<EpochRecord>> epochs) {}

  private static Report report(ComparedRun run) {
    return new Report(
        run.name(),
        run.runs().size(),
        run.results().size(),
        spread(run, RunResult::testAccuracy),
        spread(run, RunResult::validationAccuracy),
        spread(run, RunResult::trainAccuracy),
        spread(run, RunResult::seconds),
        run.settings(),
        run.runs());
  }
}
