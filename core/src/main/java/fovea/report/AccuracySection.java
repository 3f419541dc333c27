package fovea.report;

import fovea.evaluate.Assessment;
import fovea.evaluate.ClassResult;
import fovea.evaluate.Confusion;
import fovea.evaluate.GeneralisationGap;
import fovea.evaluate.Interval;
import fovea.evaluate.RiskCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a model gets right, class by class, and what it takes for what. */
final class AccuracySection {
  private AccuracySection() {}

  static String html(Assessment found) {
    StringBuilder body = new StringBuilder(classes(found));
    int classes = found.evaluation().perClass().size();
    if (classes <= ConfusionPicture.MOST_CLASSES) {
      body.append(
          Prose.figure(
              ConfusionPicture.svg(found.evaluation()),
              "Images by true class (rows) and predicted class (columns)."));
    } else {
      body.append(
          Prose.note(
              "The confusion matrix of %d classes is in the JSON; a picture of it can't be read."
                  .formatted(classes)));
    }
    return body.append(confusions(found)).append(selective(found.riskCoverage())).toString();
  }

  private static String classes(Assessment found) {
    HtmlTable table =
        HtmlTable.captioned("By class")
            .head(
                List.of(
                    "class",
                    "images",
                    "precision",
                    "95 % interval",
                    "recall",
                    "95 % interval",
                    "F1",
                    "AUROC"));
    for (int c = 0; c < found.evaluation().perClass().size(); c++) {
      ClassResult one = found.evaluation().perClass().get(c);
      Map<String, Interval> intervals = found.perClassIntervals().get(c);
      table.row(
          one.name(),
          Figure.number(one.support()),
          Figure.percent(one.precision()),
          Figure.percents(intervals.get("precision")),
          Figure.percent(one.recall()),
          Figure.percents(intervals.get("recall")),
          Figure.decimal(one.f1()),
          Figure.decimal(found.perClassAuroc().get(c)));
    }
    return table.html();
  }

  private static String confusions(Assessment found) {
    if (found.mostConfused().isEmpty()) {
      return Prose.note("No image was taken for another class.");
    }
    HtmlTable table =
        HtmlTable.captioned("Most frequent confusions")
            .head(List.of("images of", "taken for", "how many"));
    for (Confusion one : found.mostConfused()) {
      table.row(one.truth(), one.predicted(), Figure.number(one.images()));
    }
    return table.html();
  }

  /** What errors come to if only the surest answers are given. */
  private static String selective(RiskCoverage curve) {
    List<LineChart.Point> points = new ArrayList<>();
    curve.points().forEach(p -> points.add(new LineChart.Point(p.coverage(), 1 - p.risk())));
    HtmlTable table =
        HtmlTable.captioned("If it answers only where it is surest")
            .head(List.of("images answered", "of them wrong", "sure by at least"));
    for (RiskCoverage.Point point : curve.points()) {
      if (Math.round(100 * point.coverage()) % 10 == 0) {
        table.row(
            Figure.percent(point.coverage()),
            Figure.percent(point.risk()),
            Figure.percent(point.confidence()));
      }
    }
    String chart =
        new LineChart(
                "Accuracy of the answers by the share of images that are answered, the surest first",
                "images answered, the surest first",
                "right",
                List.of(0.0, 0.25, 0.5, 0.75, 1.0),
                share -> Svg.format("%.0f %%", 100 * share),
                List.of(new LineChart.Line("accuracy", points)))
            .svg();
    return "<h3>When it answers only where it is sure</h3>\n"
        + Prose.figure(
            chart,
            "Area under the risk-coverage curve: %s (%s)."
                .formatted(Figure.decimal(curve.area()), Figure.decimals(curve.interval())))
        + table.html();
  }

  static String gap(GeneralisationGap gap, Assessment found) {
    return Prose.paragraph(
            "On %s of the images that it was trained on, without augmentation, it is right in %s; on images that it never saw in %s."
                .formatted(
                    Figure.number(gap.trainImages()),
                    Figure.percent(gap.trainAccuracy()),
                    Figure.percent(found.evaluation().accuracy())))
        + HtmlTable.captioned("Generalisation gap")
            .head(List.of("", "trained on", "never seen", "gap", "95 % interval"))
            .row(
                "accuracy",
                Figure.percent(gap.trainAccuracy()),
                Figure.percent(found.evaluation().accuracy()),
                Figure.percent(gap.gap()),
                Figure.percents(gap.interval()))
            .row(
                "loss",
                Figure.decimal(gap.trainLoss()),
                Figure.decimal(found.evaluation().loss()),
                Figure.decimal(gap.lossGap()),
                Figure.decimals(gap.lossInterval()))
            .html();
  }
}
