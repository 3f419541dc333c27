package fovea.cli;

import fovea.audit.Gap;
import fovea.audit.GroupFigures;
import fovea.audit.GroupReport;
import fovea.audit.Proportion;
import fovea.evaluate.Interval;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model's figures by group as people read them. */
final class GroupText {
  private GroupText() {}

  static void print(GroupReport report, PrintStream out) {
    out.println();
    out.println("by " + report.attribute());
    Table table = Table.aligned("lrrrrl");
    table.row("group", "images", "accuracy", "95 of 100", "balanced", "");
    for (GroupFigures group : report.groups()) {
      table.row(
          group.name(),
          Text.number(group.images()),
          Text.percent(group.accuracy().value()),
          bounds(group.accuracy()),
          Text.percent(group.balancedAccuracy().value()),
          group.small() ? "small" : group.name().equals(report.worst()) ? "worst" : "");
    }
    table.print(out);
    Table gaps = Table.leftAligned();
    add(gaps, "accuracy gap", report.accuracyGap(), report.accuracyBounds());
    add(gaps, "demographic parity", report.demographicParity());
    add(gaps, "equalised odds", report.equalisedOdds());
    GroupReport.WorstClass worst = report.worstOfClass();
    if (worst != null) {
      gaps.row(
          "worst class of a group",
          "%s in %s, recall %s of %s"
              .formatted(
                  worst.name(),
                  worst.group(),
                  Text.percent(worst.recall().value()),
                  Text.count(worst.recall().images(), "image")));
    }
    gaps.print(out);
  }

  private static String bounds(Proportion share) {
    return String.format(Locale.ROOT, "%.1f to %.1f %%", 100 * share.low(), 100 * share.high());
  }

  private static void add(Table table, String name, @Nullable Gap gap) {
    add(table, name, gap, gap == null ? null : gap.differenceInterval());
  }

  private static void add(Table table, String name, @Nullable Gap gap, @Nullable Interval bounds) {
    if (gap == null) {
      table.row(name, "fewer than two groups are large enough to compare");
      return;
    }
    Interval ratios = gap.ratioInterval();
    table.row(
        name,
        String.format(
            Locale.ROOT,
            "%.1f points%s, ratio %.2f%s: %s, %s over %s",
            100 * gap.difference(),
            bounds == null
                ? ""
                : bounds(" (%.1f to %.1f)", 100 * bounds.low(), 100 * bounds.high()),
            gap.ratio(),
            ratios == null ? "" : bounds(" (%.2f to %.2f)", ratios.low(), ratios.high()),
            gap.where(),
            gap.highest(),
            gap.lowest()));
  }

  private static String bounds(String format, double low, double high) {
    return String.format(Locale.ROOT, format, low, high);
  }
}
