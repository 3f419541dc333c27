package fovea.cli;

import fovea.recipe.Recipe;
import fovea.report.SearchFigures;
import fovea.settings.Declared;
import fovea.settings.YamlText;
import fovea.tune.Dimension;
import fovea.tune.Importance;
import fovea.tune.Search;
import fovea.tune.SearchFile;
import fovea.tune.Trial;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a search so far.
 *
 * @param data as people call them
 * @param recipe with as many epochs as a whole trial has
 */
record SearchReport(Console console, Path folder, SearchFile search, String data, Recipe recipe) {
  private static final int SHOWN = 10;

  String measure() {
    return Declared.word(search.settings().measure());
  }

  SearchFigures figures(List<Trial> trials) {
    return new SearchFigures(
        Declared.name(search.settings().method().getClass()),
        measure(),
        data,
        recipe.epochs(),
        search.space().dimensions().stream().map(SearchReport::axis).toList(),
        Trial.bestFirst(trials).stream().map(this::tried).toList(),
        Importance.of(search.space(), trials));
  }

  private static SearchFigures.Axis axis(Dimension dimension) {
    if (dimension instanceof Dimension.Choice choice) {
      return new SearchFigures.Axis(choice.path(), "", "", choice.values());
    }
    Dimension.Numbers numbers = (Dimension.Numbers) dimension;
    return new SearchFigures.Axis(
        numbers.path(), YamlText.number(numbers.from()), YamlText.number(numbers.to()), List.of());
  }

  private SearchFigures.Tried tried(Trial trial) {
    Map<String, Double> places = new LinkedHashMap<>();
    for (Dimension dimension : search.space().dimensions()) {
      String value = trial.settings().get(dimension.path());
      if (value != null) {
        places.put(dimension.path(), dimension.along(value));
      }
    }
    return new SearchFigures.Tried(
        trial.number(),
        trial.settings(),
        places,
        trial.scores(),
        trial.state().name().toLowerCase(Locale.ROOT),
        trial.seconds());
  }

  /** A trial's score as people read it. */
  String score(Trial trial) {
    if (trial.epochs() == 0) {
      return "-";
    }
    return measure().equals("accuracy")
        ? Text.percent(trial.last())
        : String.format(Locale.ROOT, "%.4f", -trial.last());
  }

  static String settings(Map<String, String> settings) {
    return String.join(
        ", ", settings.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  void print(List<Trial> trials) {
    Table table = Table.aligned("rrrl");
    table.row("trial", measure(), "epochs", "settings");
    List<Trial> best = Trial.bestFirst(trials).stream().limit(SHOWN).toList();
    for (Trial trial : best) {
      boolean failed = trial.state() == Trial.State.FAILED;
      table.row(
          trial.number(),
          failed ? "failed" : score(trial),
          trial.epochs(),
          settings(trial.settings()));
    }
    table.print(console.out());
    Map<String, Double> importance = Importance.of(search.space(), trials);
    if (!importance.isEmpty()) {
      console.out().println();
      Table shares = Table.aligned("lr");
      importance.entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
          .forEach(
              e ->
                  shares.row(
                      e.getKey(), "%.0f %% of the difference".formatted(100 * e.getValue())));
      shares.print(console.out());
    }
    console.out().println();
    Table files = Table.leftAligned();
    if (Search.best(trials).isPresent()) {
      files.row("best recipe", folder.resolve("best.yaml"));
    }
    files.row("page", folder.resolve("search.html"));
    files.print(console.out());
  }
}
