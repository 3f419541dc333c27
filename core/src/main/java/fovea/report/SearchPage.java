package fovea.report;

import fovea.files.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A search on one page: the best settings, what they have to do with it, and all trials. */
public final class SearchPage {
  private static final int MOST_ROWS = 200;
  private static final double BAR = 420;
  private static final double ROW = 24;

  private SearchPage() {}

  /**
   * Writes the page, which needs nothing but itself.
   *
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, SearchFigures search) {
    AtomicFile.write(file, html(search));
  }

  static String html(SearchFigures search) {
    String body =
        "<h1>A search for settings</h1>\n"
            + Prose.paragraph(
                "%d trials by %s on %s, each of up to %d epochs; what is best is the %s of validation images. The test images were not looked at."
                    .formatted(
                        search.trials().size(),
                        search.method(),
                        search.data(),
                        search.epochs(),
                        search.measure()))
            + Prose.section("importance", "Which settings matter", importance(search))
            + Prose.section(
                "coordinates",
                "Trials by their settings",
                Prose.figure(
                    ParallelCoordinates.svg(search),
                    "A line is a trial; the stronger, the better, and the thickest is the best. A trial that was given up early stands where it ended."))
            + Prose.section("epochs", "Trials by epoch", curves(search))
            + Prose.section("trials", "All trials", table(search));
    return Html.page(
        "A search for settings",
        TrustStyle.SHEET + CurveChart.STYLE + ParallelCoordinates.STYLE,
        body);
  }

  private static String importance(SearchFigures search) {
    if (search.importance().isEmpty()) {
      return Prose.note("Too few trials to say.");
    }
    List<Map.Entry<String, Double>> sorted =
        search.importance().entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .toList();
    Svg svg =
        Svg.of(
            280 + BAR + 80,
            ROW * sorted.size() + 8,
            "how much each setting has to do with being among the best trials");
    for (int i = 0; i < sorted.size(); i++) {
      double share = sorted.get(i).getValue();
      double y = ROW * i + 4;
      svg.text(272, y + 15, sorted.get(i).getKey(), "end");
      svg.rectangle(280, y, Math.max(1, BAR * share), ROW - 6, "bar", 0.8);
      svg.text(288 + BAR * share, y + 15, Svg.format("%.0f %%", 100 * share), "start");
    }
    return Prose.figure(
        svg.html(),
        "How much each setting has to do with a trial being among the best quarter (PED-ANOVA, Watanabe et al. 2023), as shares of all. It tells nothing of settings that were hardly varied.");
  }

  private static String curves(SearchFigures search) {
    List<CurveChart.Line> lines = new ArrayList<>();
    for (int rank = Math.min(search.trials().size(), MOST_ROWS) - 1; rank >= 0; rank--) {
      List<Double> scores = search.trials().get(rank).scores();
      List<CurveChart.Point> points = new ArrayList<>();
      for (int i = 0; i < scores.size(); i++) {
        double value = scores.get(i);
        if (Double.isFinite(value)) {
          double shown = Math.abs(value);
          points.add(new CurveChart.Point(i + 1, shown, shown, shown));
        }
      }
      lines.add(new CurveChart.Line(rank == 0 ? 1 : 0, points));
    }
    CurveChart chart = new CurveChart("validation " + search.measure(), Figure::plain, lines);
    Svg svg =
        Svg.of(
            CurveChart.WIDTH,
            CurveChart.HEIGHT,
            "validation %s of all trials by epoch".formatted(search.measure()));
    chart.draw(svg, 0, 0);
    return Prose.figure(svg.html(), "The dashed line is the best trial.");
  }

  private static String table(SearchFigures search) {
    List<String> head = new ArrayList<>(List.of("trial", search.measure(), "epochs", "state"));
    search.settings().forEach(setting -> head.add(setting.path()));
    HtmlTable table =
        HtmlTable.captioned(
                search.trials().size() > MOST_ROWS
                    ? "The best %d, the best first".formatted(MOST_ROWS)
                    : "The best first")
            .head(head);
    for (SearchFigures.Tried trial : search.trials().stream().limit(MOST_ROWS).toList()) {
      List<Double> scores = trial.scores();
      List<Object> row =
          new ArrayList<>(
              List.of(
                  Integer.toString(trial.number()),
                  scores.isEmpty()
                      ? Figure.NONE
                      : Figure.decimal(Math.abs(scores.get(scores.size() - 1))),
                  Integer.toString(scores.size()),
                  trial.state()));
      search.settings().forEach(s -> row.add(trial.settings().getOrDefault(s.path(), Figure.NONE)));
      table.rowOf(row);
    }
    return table.html();
  }
}
