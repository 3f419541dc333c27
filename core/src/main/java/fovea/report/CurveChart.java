package fovea.report;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One figure by epoch of several runs, a line each that differs in dashes as well as in colour; a
 * recipe's runs with several seeds are the line of their mean, in a band from the least to the
 * largest.
 *
 * @param text a value as people read it
 */
record CurveChart(String title, DoubleFunction<String> text, List<Line> lines) {
  static final double WIDTH = 520;
  static final double HEIGHT = 300;

  /** How many lines look different from each other. */
  static final int KINDS = 8;

  private static final double LEFT = 64;
  private static final double RIGHT = 16;
  private static final double TOP = 34;
  private static final double BOTTOM = 40;

  /** In colours that people who see few can tell apart (Okabe and Ito 2008). */
  static final String STYLE =
      """
      svg .curve { fill: none; stroke-width: 2; } svg .band { stroke: none; fill-opacity: .15; }
      svg .title { font-weight: bold; font-size: 14px; }
      svg .c0 { stroke: #0072b2; } svg .b0 { fill: #0072b2; }
      svg .c1 { stroke: #d55e00; stroke-dasharray: 7 3; } svg .b1 { fill: #d55e00; }
      svg .c2 { stroke: #009e73; stroke-dasharray: 2 3; } svg .b2 { fill: #009e73; }
      svg .c3 { stroke: #cc79a7; stroke-dasharray: 9 3 2 3; } svg .b3 { fill: #cc79a7; }
      svg .c4 { stroke: #e69f00; } svg .b4 { fill: #e69f00; }
      svg .c5 { stroke: #56b4e9; stroke-dasharray: 7 3; } svg .b5 { fill: #56b4e9; }
      svg .c6 { stroke: #6b7280; stroke-dasharray: 2 3; } svg .b6 { fill: #6b7280; }
      svg .c7 { stroke: #8b5cf6; stroke-dasharray: 9 3 2 3; } svg .b7 { fill: #8b5cf6; }
      """;

  /**
   * @param points by growing epoch, finite
   */
  record Line(int kind, List<Point> points) {}

  /**
   * @param least as much as {@code mean} of a single run
   */
  record Point(int epoch, double mean, double least, double most) {}

  boolean isEmpty() {
    return lines.stream().allMatch(line -> line.points.isEmpty());
  }

  /** Draws it with its upper left corner here. */
  void draw(Svg svg, double left, double top) {
    Scale across =
        Scale.of(
            epochs().min().orElse(0), epochs().max().orElse(1), left + LEFT, left + WIDTH - RIGHT);
    Scale up =
        Scale.of(
            points().mapToDouble(Point::least).min().orElse(0),
            points().mapToDouble(Point::most).max().orElse(1),
            top + HEIGHT - BOTTOM,
            top + TOP);
    svg.text(left + LEFT, top + 20, title, "title");
    for (double tick : up.ticks()) {
      svg.line(across.from(), up.at(tick), across.to(), up.at(tick), "grid");
      svg.text(across.from() - 6, up.at(tick) + 4, text.apply(tick), "end");
    }
    for (double tick : across.ticks()) {
      if (tick == Math.rint(tick)) {
        svg.text(across.at(tick), up.from() + 16, Svg.format("%.0f", tick), "middle");
      }
    }
    svg.text((across.from() + across.to()) / 2, up.from() + 34, "epoch", "middle");
    lines.forEach(line -> draw(svg, line, across, up));
  }

  private Stream<Point> points() {
    return lines.stream().flatMap(line -> line.points.stream());
  }

  private DoubleStream epochs() {
    return points().mapToDouble(Point::epoch);
  }

  private static void draw(Svg svg, Line line, Scale across, Scale up) {
    if (line.points.isEmpty()) {
      return;
    }
    int kind = line.kind % KINDS;
    if (line.points.stream().anyMatch(point -> point.most > point.least)) {
      StringBuilder band = new StringBuilder();
      line.points.forEach(point -> add(band, across.at(point.epoch), up.at(point.most)));
      for (int i = line.points.size() - 1; i >= 0; i--) {
        Point point = line.points.get(i);
        add(band, across.at(point.epoch), up.at(point.least));
      }
      svg.path(band + "Z", "band b" + kind);
    }
    StringBuilder steps = new StringBuilder();
    line.points.forEach(point -> add(steps, across.at(point.epoch), up.at(point.mean)));
    svg.path(steps.toString(), "curve c" + kind);
    if (line.points.size() == 1) {
      double x = across.at(line.points.get(0).epoch);
      double y = up.at(line.points.get(0).mean);
      svg.line(x - 3, y, x + 3, y, "curve c" + kind);
    }
  }

  private static void add(StringBuilder steps, double x, double y) {
    steps.append(steps.length() == 0 ? "M" : "L").append(Svg.format("%.1f %.1f", x, y));
  }
}
