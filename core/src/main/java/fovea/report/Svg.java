package fovea.report;

import fovea.image.Pixels;
import fovea.image.PngEncoder;
import java.util.Locale;

/** A drawing within a page, in the page's own colours. */
final class Svg {
  private final StringBuilder body = new StringBuilder();

  private Svg() {}

  /**
   * @param about what it shows, for those who can't see it
   */
  static Svg of(double width, double height, String about) {
    Svg svg = new Svg();
    svg.body.append(
        format(
            "<svg viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" role=\"img\" aria-label=\"%s\">%n",
            width, height, width, Html.text(about)));
    return svg;
  }

  /**
   * @param kind names its style in the page's sheet
   */
  Svg line(double x1, double y1, double x2, double y2, String kind) {
    body.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            kind, x1, y1, x2, y2));
    return this;
  }

  Svg rectangle(double x, double y, double width, double height, String kind, double opacity) {
    body.append(
        format(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
                + " fill-opacity=\"%.3f\"/>%n",
            kind, x, y, width, height, opacity));
    return this;
  }

  /**
   * @param about what it shows, for those who point at it or can't see it
   */
  Svg image(double x, double y, double side, Pixels pixels, String about) {
    body.append(
        format(
            "<image x=\"%1$.2f\" y=\"%2$.2f\" width=\"%3$.2f\" height=\"%3$.2f\" href=\"%4$s\">"
                + "<title>%5$s</title></image>%n",
            x, y, side, PngEncoder.dataAddress(pixels), Html.text(about)));
    return this;
  }

  /** A closed or open line, as SVG's path has it. */
  Svg path(String steps, String kind) {
    body.append("<path class=\"%s\" d=\"%s\"/>%n".formatted(kind, steps));
    return this;
  }

  /** A path that lets through what is below it. */
  Svg faint(String steps, String kind, double opacity) {
    body.append(
        format("<path class=\"%s\" stroke-opacity=\"%.2f\" d=\"%s\"/>%n", kind, opacity, steps));
    return this;
  }

  Svg text(double x, double y, String text, String kind) {
    body.append(
        format(
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", kind, x, y, Html.text(text)));
    return this;
  }

  /** Text that reads upwards. */
  Svg upwards(double x, double y, String text, String kind) {
    body.append(
        format(
            "<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>%n",
            kind, x, y, Html.text(text)));
    return this;
  }

  String html() {
    return body + "</svg>\n";
  }

  static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
