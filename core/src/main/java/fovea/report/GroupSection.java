package fovea.report;

import fovea.audit.Estimate;
import fovea.audit.Gap;
import fovea.audit.GroupFigures;
import fovea.audit.GroupReport;
import fovea.audit.Proportion;
import fovea.evaluate.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a model is as good for one group of images as for another. */
final class GroupSection {
  private GroupSection() {}

  static String html(GroupsFigures groups) {
    StringBuilder body = new StringBuilder();
    groups.attributes().forEach(report -> body.append(html(report)));
    return body.toString();
  }

  private static String html(GroupReport report) {
    HtmlTable table =
        HtmlTable.captioned(
                "By %s; all images: %s (%s)"
                    .formatted(
                        report.attribute(),
                        Figure.percent(report.accuracy().value()),
                        bounds(report.accuracy())))
            .head(
                List.of(
                    "group",
                    "images",
                    "accuracy",
                    "95 % interval",
                    "balanced accuracy",
                    "loss",
                    ""));
    for (GroupFigures group : report.groups()) {
      table.row(
          group.name(),
          Figure.number(group.images()),
          Figure.percent(group.accuracy().value()),
          bounds(group.accuracy()),
          Figure.percent(group.balancedAccuracy().value()),
          Figure.decimal(group.loss().value()),
          mark(group, report));
    }
    return "<h3>%s</h3>%n".formatted(Html.text(report.attribute()))
        + table.html()
        + Prose.list(findings(report));
  }

  private static String mark(GroupFigures group, GroupReport report) {
    if (group.small()) {
      return "small, not compared";
    }
    return group.name().equals(report.worst()) ? "worst" : "";
  }

  static String bounds(Proportion share) {
    return "%s to %s".formatted(Figure.percent(share.low()), Figure.percent(share.high()));
  }

  private static List<String> findings(GroupReport report) {
    List<String> findings = new ArrayList<>();
    Estimate difference = report.accuracyDifference();
    Gap accuracy = report.accuracyGap();
    if (difference != null) {
      findings.add(
          "Accuracy differs by %s between the best and the worst group (%s)%s."
              .formatted(
                  Figure.percent(difference.value()),
                  Figure.percents(report.accuracyBounds()),
                  accuracy == null ? "" : ", ratio " + ratio(accuracy)));
    }
    GroupReport.WorstClass worst = report.worstOfClass();
    if (worst != null) {
      findings.add(
          "The lowest recall found, which may be chance: %s in %s, %s of %s images."
              .formatted(
                  worst.name(),
                  worst.group(),
                  Figure.percent(worst.recall().value()),
                  Figure.number(worst.recall().images())));
    }
    add(findings, "Demographic parity", report.demographicParity());
    add(findings, "Equalised odds", report.equalisedOdds());
    if (accuracy != null && accuracy.differenceInterval() != null) {
      findings.add(
          "The intervals of gaps allow for having looked for the widest: one from 0 may be chance.");
    }
    if (report.ungrouped() > 0) {
      findings.add("%s images belong to no group.".formatted(Figure.number(report.ungrouped())));
    }
    return findings;
  }

  private static void add(List<String> findings, String what, @Nullable Gap gap) {
    if (gap != null) {
      Interval bounds = gap.differenceInterval();
      findings.add(
          "%s: a gap of %s%s, ratio %s; widest in %s, between %s (high) and %s (low)."
              .formatted(
                  what,
                  Figure.percent(gap.difference()),
                  bounds == null ? "" : " (" + Figure.percents(bounds) + ")",
                  ratio(gap),
                  gap.where(),
                  gap.highest(),
                  gap.lowest()));
    }
  }

  private static String ratio(Gap gap) {
    Interval bounds = gap.ratioInterval();
    return Figure.decimal(gap.ratio())
        + (bounds == null ? "" : " (" + Figure.decimals(bounds) + ")");
  }
}
