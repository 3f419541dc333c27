package fovea.report;

import fovea.files.AtomicFile;
import fovea.train.RunResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs side by side: results, what their recipes differ in, and their curves over each other. */
public final class RunsPage {
  private RunsPage() {}

  /**
   * Writes the page, which needs nothing but itself.
   *
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, List<ComparedRun> runs) {
    AtomicFile.write(file, html(runs));
  }

  static String html(List<ComparedRun> runs) {
    String body =
        "<h1>%d runs compared</h1>\n".formatted(runs.size())
            + Prose.section("results", "Results", results(runs))
            + Prose.section("settings", "What their recipes differ in", settings(runs))
            + Prose.section(
                "curves", "Curves", "<figure class=\"wide\">%s</figure>\n".formatted(curves(runs)));
    return Html.page("Runs compared", TrustStyle.SHEET + CurveChart.STYLE, body);
  }

  private static String curves(List<ComparedRun> runs) {
    return OverlaidCurves.picture(runs).html();
  }

  private static String results(List<ComparedRun> runs) {
    HtmlTable table =
        HtmlTable.captioned(
                "Of the weights that were chosen, or so far; ± is the standard deviation of a run")
            .head(
                List.of("run", "runs", "test accuracy", "validation accuracy", "training", "time"));
    for (ComparedRun run : runs) {
      table.row(
          run.name(),
          run.runs().size() == 1
              ? "1"
              : "%d of %d".formatted(run.results().size(), run.runs().size()),
          accuracy(run, RunResult::testAccuracy),
          validation(run),
          accuracy(run, RunResult::trainAccuracy),
          run.seconds() == 0 ? Figure.NONE : Figure.duration(run.seconds()));
    }
    return table.html();
  }

  private static String validation(ComparedRun run) {
    Double soFar = run.validationAccuracySoFar();
    return run.results().isEmpty() && soFar != null
        ? Figure.percent(soFar)
        : accuracy(run, RunResult::validationAccuracy);
  }

  private static String accuracy(ComparedRun run, Function<RunResult, @Nullable Double> figure) {
    List<Double> values = new ArrayList<>();
    for (RunResult result : run.results()) {
      Double value = figure.apply(result);
      if (value != null) {
        values.add(value);
      }
    }
    if (values.isEmpty()) {
      return Figure.NONE;
    }
    double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
    if (values.size() == 1) {
      return Figure.percent(mean);
    }
    double squares = values.stream().mapToDouble(value -> Math.pow(value - mean, 2)).sum();
    return "%s ± %s"
        .formatted(Figure.percent(mean), Figure.percent(Math.sqrt(squares / (values.size() - 1))));
  }

  private static String settings(List<ComparedRun> runs) {
    Map<String, List<String>> differing = differing(runs);
    if (differing.isEmpty()) {
      return "<p>Nothing.</p>\n";
    }
    List<String> head = new ArrayList<>(List.of("setting"));
    runs.forEach(run -> head.add(run.name()));
    HtmlTable table = HtmlTable.captioned("Settings that aren't the same in all").head(head);
    differing.forEach(
        (path, values) -> {
          List<Object> row = new ArrayList<>(List.of(path));
          row.addAll(values);
          table.rowOf(row);
        });
    return table.html();
  }

  /**
   * The settings that aren't the same in all runs, with the value of each; a dash where it has
   * none.
   */
  public static Map<String, List<String>> differing(List<ComparedRun> runs) {
    Set<String> paths = new LinkedHashSet<>();
    runs.forEach(run -> paths.addAll(run.settings().keySet()));
    Map<String, List<String>> differing = new LinkedHashMap<>();
    for (String path : paths) {
      List<String> values =
          runs.stream().map(run -> run.settings().getOrDefault(path, Figure.NONE)).toList();
      if (values.stream().distinct().count() > 1) {
        differing.put(path, values);
      }
    }
    return differing;
  }
}
