package fovea.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Shares along something that varies, drawn as lines that differ in dashes and marks as well as in
 * colour.
 *
 * @param about what it shows, for those who can't see it
 * @param across what varies, with its unit
 * @param up what the shares are of
 * @param ticks values of what varies that are written below
 * @param text a value of what varies, as people read it
 */
record LineChart(
    String about,
    String across,
    String up,
    List<Double> ticks,
    DoubleFunction<String> text,
    List<Line> lines) {
  private static final double WIDTH = 420;
  private static final double HEIGHT = 250;
  private static final double LEFT = 60;
  private static final double RIGHT = 24;
  private static final double TOP = 12;
  private static final double BOTTOM = 42;
  private static final int TICKS = 4;
  private static final int MOST_TICKS = 6;
  private static final double KEY = 18;
  private static final double MARK = 3.5;

  /** Those of more points would hide the line. */
  private static final int MOST_MARKS = 30;

  /**
   * @param points by growing x
   */
  record Line(String name, List<Point> points) {}

  /**
   * @param y in [0, 1]
   */
  record Point(double x, double y) {}

  String svg() {
    Svg svg = Svg.of(WIDTH, HEIGHT + KEY * keys(), about);
    for (int tick = 0; tick <= TICKS; tick++) {
      double share = (double) tick / TICKS;
      svg.line(LEFT, y(share), WIDTH - RIGHT, y(share), "grid");
      svg.text(LEFT - 6, y(share) + 4, Svg.format("%.0f %%", 100 * share), "end");
    }
    for (double tick : ticks) {
      svg.text(x(tick), HEIGHT - BOTTOM + 16, text.apply(tick), "middle");
    }
    svg.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, across, "middle");
    svg.upwards(12, (TOP + HEIGHT - BOTTOM) / 2, up, "middle");
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, i);
    }
    return svg.html();
  }

  /** One line needs no key. */
  private int keys() {
    return lines.size() > 1 ? lines.size() : 0;
  }

  private void draw(Svg svg, int number) {
    Line line = lines.get(number);
    String kind = "line" + number % 4;
    StringBuilder steps = new StringBuilder();
    for (Point point : line.points) {
      steps.append(steps.length() == 0 ? "M" : "L");
      steps.append(Svg.format("%.1f %.1f", x(point.x), y(point.y)));
    }
    svg.path(steps.toString(), kind);
    if (line.points.size() <= MOST_MARKS) {
      line.points.forEach(point -> mark(svg, number, x(point.x), y(point.y)));
    }
    if (keys() > 0) {
      double at = HEIGHT + KEY * number + 8;
      svg.line(LEFT, at, LEFT + 30, at, kind);
      mark(svg, number, LEFT + 15, at);
      svg.text(LEFT + 38, at + 4, line.name, "start");
    }
  }

  /** A square, a diamond, a triangle or a cross. */
  private static void mark(Svg svg, int number, double x, double y) {
    String steps =
        switch (number % 4) {
          case 0 -> "M%1$.1f %3$.1fH%2$.1fV%4$.1fH%1$.1fZ";
          case 1 -> "M%5$.1f %3$.1fL%2$.1f %6$.1fL%5$.1f %4$.1fL%1$.1f %6$.1fZ";
          case 2 -> "M%5$.1f %3$.1fL%2$.1f %4$.1fH%1$.1fZ";
          default -> "M%1$.1f %3$.1fL%2$.1f %4$.1fM%2$.1f %3$.1fL%1$.1f %4$.1f";
        };
    svg.path(Svg.format(steps, x - MARK, x + MARK, y - MARK, y + MARK, x, y), "mark" + number % 4);
  }

  /** Of values in rising order, those that can be written below without touching. */
  static List<Double> ticks(List<Double> values) {
    List<Double> ticks = new ArrayList<>();
    double room = (values.get(values.size() - 1) - values.get(0)) / MOST_TICKS;
    for (double value : values) {
      if (ticks.isEmpty() || value - ticks.get(ticks.size() - 1) >= room) {
        ticks.add(value);
      }
    }
    return ticks;
  }

  private DoubleStream values() {
    return DoubleStream.concat(
        ticks.stream().mapToDouble(tick -> tick),
        lines.stream().flatMap(line -> line.points.stream()).mapToDouble(Point::x));
  }

  private double least() {
    return values().min().orElse(0);
  }

  private double most() {
    double most = values().max().orElse(1);
    return most > least() ? most : least() + 1;
  }

  private double x(double value) {
    return LEFT + (value - least()) / (most() - least()) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
}
