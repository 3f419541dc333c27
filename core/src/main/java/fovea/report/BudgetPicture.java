package fovea.report;

import java.util.List;
import java.util.Map;

/** How accuracy falls with the budget of an attack, a line for each model. */
final class BudgetPicture {
  private BudgetPicture() {}

  /**
   * A picture with what it shows written below it.
   *
   * @param models by name, at least one; all of the same norm
   */
  static String figure(String about, Map<String, BudgetFigures> models) {
    List<LineChart.Line> lines =
        models.entrySet().stream()
            .map(model -> new LineChart.Line(model.getKey(), points(model.getValue())))
            .toList();
    String norm = models.values().iterator().next().norm();
    List<Double> ticks =
        LineChart.ticks(lines.get(0).points().stream().map(LineChart.Point::x).toList());
    return Prose.figure(
        new LineChart(
                about,
                "largest change, " + name(norm),
                "accuracy",
                ticks,
                epsilon -> Figure.budget(norm, epsilon),
                lines)
            .svg(),
        about + ".");
  }

  private static List<LineChart.Point> points(BudgetFigures found) {
    return found.points().stream()
        .map(p -> new LineChart.Point(p.epsilon(), p.robustAccuracy()))
        .toList();
  }

  /** A norm as people write it. */
  static String name(String norm) {
    return norm.equals("linf") ? "L-inf" : "L2";
  }
}
