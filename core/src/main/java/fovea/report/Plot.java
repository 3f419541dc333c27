package fovea.report;

import fovea.files.OwnMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over an axis, as an SVG picture that stands by itself.
 *
 * @param title what it shows
 * @param across the values to the right
 * @param up the values upwards
 * @param marks values to the right that are pointed out
 */
record Plot(String title, Axis across, Axis up, List<Line> lines, List<Mark> marks) {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 420;
  private static final double LEFT = 72;
  private static final double RIGHT = 24;
  private static final double TOP = 44;
  private static final double BOTTOM = 52;

  private static final String STYLE =
      """
      text { font: 13px sans-serif; fill: #1f2937 }
      .title { font-size: 16px; font-weight: bold }
      .end { text-anchor: end }
      .middle { text-anchor: middle }
      .grid { stroke: #e5e7eb }
      .mark { stroke: #6b7280; stroke-dasharray: 4 3 }
      .main { fill: none; stroke: #2563eb; stroke-width: 2.2; stroke-linejoin: round }
      .faint { fill: none; stroke: #9ca3af; stroke-width: 1 }
      """;

  /**
   * Values from the least to the most of them.
   *
   * @param logarithmic whether equal lengths are equal factors; then both ends are above 0
   */
  record Axis(String label, double least, double most, boolean logarithmic) {
    private static final int TICKS = 6;

    /** How far a value is on the way, in [0, 1]; what lies outside is at an end. */
    double share(double value) {
      double share =
          logarithmic
              ? Math.log(value / least) / Math.log(most / least)
              : (value - least) / (most - least);
      return Math.max(0, Math.min(1, share));
    }

    /** Round values. */
    List<Double> ticks() {
      return logarithmic ? powers() : multiples();
    }

    private List<Double> powers() {
      List<Double> ticks = new ArrayList<>();
      int first = (int) Math.ceil(Math.log10(least) - 1e-9);
      int last = (int) Math.floor(Math.log10(most) + 1e-9);
      int every = Math.max(1, (last - first) / TICKS);
      for (int power = first; power <= last; power += every) {
        ticks.add(Math.pow(10, power));
      }
      return ticks;
    }

    private List<Double> multiples() {
      double rough = (most - least) / TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double digit = rough / power;
      double step = power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
      List<Double> ticks = new ArrayList<>();
      for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= most + 1e-9 * step; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }
  }

  /**
   * @param kind how it is drawn, {@code main} or {@code faint}
   */
  record Line(String kind, List<Point> points) {}

  record Point(double x, double y) {}

  /**
   * @param text beside it
   */
  record Mark(double x, String text) {}

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" %s viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\""
                + " role=\"img\" aria-label=\"%s\">%n<style>%n%s</style>%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
            OwnMark.SVG, WIDTH, HEIGHT, WIDTH, Html.text(title), STYLE));
    text(svg, "title", LEFT, 26, title);
    for (double tick : up.ticks()) {
      line(svg, "grid", LEFT, y(tick), WIDTH - RIGHT, y(tick));
      text(svg, "end", LEFT - 8, y(tick) + 4, number(tick));
    }
    for (double tick : across.ticks()) {
      text(svg, "middle", x(tick), HEIGHT - BOTTOM + 18, number(tick));
    }
    text(svg, "middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, across.label);
    svg.append(
        format(
            "<text class=\"middle\" transform=\"translate(16 %.1f) rotate(-90)\">%s</text>%n",
            (TOP + HEIGHT - BOTTOM) / 2, Html.text(up.label)));
    lines.forEach(line -> path(svg, line));
    for (int i = 0; i < marks.size(); i++) {
      Mark mark = marks.get(i);
      line(svg, "mark", x(mark.x), TOP, x(mark.x), HEIGHT - BOTTOM);
      boolean right = across.share(mark.x) > 0.7;
      text(
          svg, right ? "end" : "start", x(mark.x) + (right ? -6 : 6), TOP + 14 + 18 * i, mark.text);
    }
    return svg + "</svg>\n";
  }

  private void path(StringBuilder svg, Line line) {
    StringBuilder steps = new StringBuilder();
    for (Point point : line.points) {
      steps.append(steps.length() == 0 ? "M" : "L");
      steps.append(format("%.1f %.1f", x(point.x), y(point.y)));
    }
    svg.append(format("<path class=\"%s\" d=\"%s\"/>%n", line.kind, steps));
  }

  private static void line(
      StringBuilder svg, String kind, double x1, double y1, double x2, double y2) {
    svg.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            kind, x1, y1, x2, y2));
  }

  private static void text(StringBuilder svg, String kind, double x, double y, String text) {
    svg.append(
        format(
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", kind, x, y, Html.text(text)));
  }

  /** Without digits that say nothing. */
  static String number(double value) {
    return value != 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)
        ? format("%.0e", value).replace("e-0", "e-").replace("e+0", "e")
        : format("%.4f", value).replaceFirst("\\.?0+$", "");
  }

  private double x(double value) {
    return LEFT + across.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - up.share(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
