package fovea.cli;

import fovea.FoveaException;
import fovea.data.DividedData;
import fovea.recipe.Recipe;
import fovea.report.SearchPage;
import fovea.run.StartingWeights;
import fovea.train.StoppedException;
import fovea.tune.Search;
import fovea.tune.SearchFile;
import fovea.tune.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    description =
        "Search for better settings of a recipe, by validation images alone: random, TPE, ASHA and"
            + " Hyperband.",
    footer = {
      "",
      "Example: the rate and how far images are turned, for half an hour",
      "  fovea tune --data cifar10 --recipe article --search search.yaml --budget 30m --out rates",
      "  fovea train --data cifar10 --recipe rates/best.yaml",
      "",
      "where search.yaml is",
      "  method: {name: asha}",
      "  space:",
      "    optimizer.learningRate: {from: 0.01, to: 0.5, scale: log}",
      "    augment.rotation.degrees: {from: 0, to: 30}",
      "    optimizer.nesterov: any",
      "",
      "The same command goes on with a search that was interrupted, or has come to its end and is given"
          + " more trials or time. DIR/best.yaml is the best recipe so far, DIR/search.html shows all"
          + " trials, DIR/trials.db holds them, and `fovea runs compare DIR/trials/0003` shows one."
    })
final class TuneCommand implements Callable<Integer> {
  private static final int TRIALS = 100;

  private final Console console;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "cifar10, shapes, or a folder, as for `fovea train`.")
  private @Nullable String data;

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE.yaml",
      description = "What is searched from (default: as for `fovea train`).")
  private @Nullable String recipe;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "Change a value of the recipe in all trials.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--search",
      paramLabel = "FILE.yaml",
      description = "Which settings are searched, between which bounds, and how.")
  private @Nullable Path search;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many settings are tried (default: 100).")
  private int trials = TRIALS;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "The time that all trials may take together, such as 30m; earlier sittings count.")
  private @Nullable Duration budget;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of the search (default: runs/tune-RECIPE-TIME).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the trials as JSON, for programs.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  TuneCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (data == null) {
      throw wrong("--data is missing: cifar10, shapes or a folder");
    }
    if (search == null) {
      throw wrong("--search is missing: a YAML file that says what is searched");
    }
    Bounds.requireAtLeast(1, spec, "--trials", trials);
    if (budget != null && budget.isZero()) {
      throw wrong("--budget is no time at all, expected some, such as 30m");
    }
    return search(data, search);
  }

  private int search(String dataName, Path file) {
    UsualRecipe usual = UsualRecipe.unlessNamed(recipe, null, dataName);
    Recipe told =
        StartingWeights.resolve(LastingPath.ofFiles(Recipe.of(usual.name()).with(settings)));
    SearchFile searched = SearchFile.read(file, told);
    Path folder =
        out == null ? Timestamp.after("runs/tune-" + NewRunOptions.lastName(usual.name())) : out;
    Search.requireFree(folder);
    DividedData divided = DataArgument.open(console, dataName, told);
    usual.why().ifPresent(console::warn);
    Search running = new Search(searched, told, divided, DataArgument.lasting(dataName), folder);
    SearchReport report =
        new SearchReport(console, folder, searched, divided.set().name(), told.fittedTo(divided));
    List<Trial> found = run(running, report, folder);
    SearchPage.write(folder.resolve("search.html"), report.figures(found));
    if (json) {
      console.out().print(Json.of(report.figures(found)));
    } else {
      report.print(found);
    }
    if (Search.best(found).isEmpty()) {
      throw new FoveaException(nothing(found));
    }
    return 0;
  }

  private static String nothing(List<Trial> found) {
    if (found.isEmpty()) {
      return "no trial was begun in the time of --budget, so there is no best; allow more";
    }
    String last = found.get(found.size() - 1).problem();
    return last != null && found.stream().allMatch(trial -> trial.problem() != null)
        ? "all trials failed, the last like this: " + last
        : "no trial ended an epoch in the time of --budget, so there is no best; allow more";
  }

  private List<Trial> run(Search running, SearchReport report, Path folder) {
    Interruption interruption = Interruption.watch();
    try (interruption) {
      return running.run(trials, budget, new SearchProgress(console, report, interruption));
    } catch (StoppedException e) {
      console.warn(
          "interrupted; the same command goes on with the search in %s, with --out %s."
              .formatted(folder, folder));
      throw interruption.interrupted();
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
