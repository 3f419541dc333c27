package fovea.report;

import java.util.List;

/**
 * Trials as lines through an axis for each setting, and one of their scores: the better a trial,
 * the stronger its line.
 */
final class ParallelCoordinates {
  private static final double AXIS = 150;
  private static final double HEIGHT = 320;
  private static final double TOP = 40;
  private static final double BOTTOM = 30;
  private static final double LEFT = 70;

  static final String STYLE =
      """
      svg .trial { fill: none; stroke: var(--right); }
      svg .best { fill: none; stroke: var(--wrong); stroke-width: 3; }
      svg .axis { stroke: var(--ink); stroke-width: 1; }
      """;

  private final List<SearchFigures.Axis> axes;
  private final List<SearchFigures.Tried> trials;

  private ParallelCoordinates(SearchFigures search) {
    axes = search.settings();
    trials = search.trials().stream().filter(trial -> !trial.scores().isEmpty()).toList();
  }

  static String svg(SearchFigures search) {
    return new ParallelCoordinates(search).draw(search.measure());
  }

  private String draw(String measure) {
    Svg svg =
        Svg.of(
            2 * LEFT + axes.size() * AXIS,
            HEIGHT,
            Svg.format(
                "%d trials as lines through an axis for each of %d settings, and their %s",
                trials.size(), axes.size(), measure));
    for (int rank = trials.size() - 1; rank >= 0; rank--) {
      double strength = 1 - (double) rank / trials.size();
      svg.faint(
          line(trials.get(rank)), rank == 0 ? "best" : "trial", 0.1 + 0.9 * strength * strength);
    }
    for (int i = 0; i < axes.size(); i++) {
      axis(svg, LEFT + i * AXIS, axes.get(i));
    }
    double x = LEFT + axes.size() * AXIS;
    svg.line(x, TOP, x, HEIGHT - BOTTOM, "axis");
    svg.text(x, 16, measure, "middle");
    svg.text(x, TOP - 6, Figure.plain(Math.abs(most())), "middle");
    svg.text(x, HEIGHT - BOTTOM + 16, Figure.plain(Math.abs(least())), "middle");
    return svg.html();
  }

  private static void axis(Svg svg, double x, SearchFigures.Axis axis) {
    svg.line(x, TOP, x, HEIGHT - BOTTOM, "axis");
    svg.text(x, 16, axis.path().replaceFirst("^.*\\.(?=[^.]+\\.[^.]+$)", ""), "middle");
    List<String> values = axis.values();
    for (int i = 0; i < values.size(); i++) {
      svg.text(x + 6, y((i + 0.5) / values.size()) + 4, values.get(i), "start");
    }
    if (values.isEmpty()) {
      svg.text(x, TOP - 6, axis.most(), "middle");
      svg.text(x, HEIGHT - BOTTOM + 16, axis.least(), "middle");
    }
  }

  /** With a gap where a setting didn't count. */
  private String line(SearchFigures.Tried trial) {
    StringBuilder steps = new StringBuilder();
    boolean gap = true;
    for (int i = 0; i < axes.size(); i++) {
      Double place = trial.places().get(axes.get(i).path());
      if (place != null) {
        steps.append(gap ? "M" : "L").append(Svg.format("%.1f %.1f", LEFT + i * AXIS, y(place)));
      }
      gap = place == null;
    }
    double share = most() > least() ? (last(trial) - least()) / (most() - least()) : 0.5;
    return steps
        .append(gap ? "M" : "L")
        .append(Svg.format("%.1f %.1f", LEFT + axes.size() * AXIS, y(share)))
        .toString();
  }

  private static double last(SearchFigures.Tried trial) {
    return trial.scores().get(trial.scores().size() - 1);
  }

  private double least() {
    return trials.stream()
        .mapToDouble(ParallelCoordinates::last)
        .filter(Double::isFinite)
        .min()
        .orElse(0);
  }

  private double most() {
    return trials.stream()
        .mapToDouble(ParallelCoordinates::last)
        .filter(Double::isFinite)
        .max()
        .orElse(1);
  }

  private static double y(double place) {
    return HEIGHT - BOTTOM - Math.max(0, place) * (HEIGHT - TOP - BOTTOM);
  }
}
