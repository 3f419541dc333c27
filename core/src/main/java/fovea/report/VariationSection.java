package fovea.report;

import fovea.variation.CorruptionAccuracy;
import fovea.variation.InputVariation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of accuracy when images are varied. */
final class VariationSection {
  private VariationSection() {}

  static String html(@Nullable InputVariation corrupted, @Nullable InputVariation swept) {
    StringBuilder body = new StringBuilder();
    CorruptionAccuracy corruptions = corrupted == null ? null : corrupted.corruptions();
    if (corrupted != null && corruptions != null) {
      body.append(about(corrupted, corruptions)).append(heatMap(corruptions));
    }
    if (swept != null) {
      body.append("<h3>Little by little</h3>\n<div class=\"pictures\">\n");
      swept.curves().forEach(curve -> body.append(picture(curve)));
      body.append("</div>\n");
      swept.curves().forEach(curve -> body.append(table(curve)));
      body.append(flips(swept));
    }
    return body.toString();
  }

  private static String about(InputVariation corrupted, CorruptionAccuracy corruptions) {
    String mean =
        corruptions.mean() == null
            ? ""
            : ", and %s (%s) on average over the 15 corruptions that count"
                .formatted(
                    Figure.percent(corruptions.mean()),
                    Figure.percents(corruptions.meanInterval()));
    return Prose.paragraph(
            "Of %s images it gets %s right as they are%s."
                .formatted(
                    Figure.number(corrupted.images()), Figure.percent(corrupted.accuracy()), mean))
        + Prose.note(
            corruptions.official()
                ? "Official files."
                : "Generated with the published constants, not the official images.");
  }

  private static String heatMap(CorruptionAccuracy corruptions) {
    List<Object> head = new ArrayList<>(List.of("corruption", "family"));
    head.addAll(corruptions.severities());
    head.add("mean");
    HtmlTable table =
        HtmlTable.captioned(
                "Accuracy by corruption and severity; the stronger the ground, the more is lost")
            .head(head);
    for (CorruptionAccuracy.Row row : corruptions.rows()) {
      List<Object> cells = new ArrayList<>(List.of(row.name().replace('_', ' '), row.family()));
      row.accuracies().forEach(accuracy -> cells.add(heat(accuracy)));
      cells.add(heat(row.mean()));
      table.rowOf(cells);
    }
    return table.html();
  }

  private static HtmlTable.Heat heat(double accuracy) {
    return new HtmlTable.Heat(Figure.percent(accuracy), 1 - accuracy);
  }

  private static String picture(InputVariation.Curve curve) {
    List<LineChart.Point> points =
        curve.points().stream().map(p -> new LineChart.Point(p.value(), p.accuracy())).toList();
    String title = title(curve);
    return Prose.figure(
        new LineChart(
                "Accuracy by " + title,
                title,
                "accuracy",
                LineChart.ticks(points.stream().map(LineChart.Point::x).toList()),
                Figure::plain,
                List.of(new LineChart.Line(curve.name(), points)))
            .svg(),
        title);
  }

  private static String table(InputVariation.Curve curve) {
    List<Object> values = new ArrayList<>(List.of(curve.unit()));
    List<Object> accuracies = new ArrayList<>(List.of("accuracy"));
    for (InputVariation.Point point : curve.points()) {
      values.add(Figure.plain(point.value()));
      accuracies.add(Figure.percent(point.accuracy()));
    }
    return HtmlTable.captioned(title(curve)).head(values).rowOf(accuracies).html();
  }

  /** {@code shift right, share of the width}. */
  private static String title(InputVariation.Curve curve) {
    String name = curve.name().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return name.replace("jpeg", "JPEG") + ", " + curve.unit();
  }

  private static String flips(InputVariation swept) {
    InputVariation.Flips flips = swept.flips();
    return flips == null
        ? ""
        : HtmlTable.captioned("Accuracy on mirrored images")
            .head(List.of("mirrored", "accuracy"))
            .row("left to right", Figure.percent(flips.leftRight()))
            .row("top to bottom", Figure.percent(flips.topBottom()))
            .row("both, turned by 180 degrees", Figure.percent(flips.both()))
            .html();
  }
}
