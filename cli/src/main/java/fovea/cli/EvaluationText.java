package fovea.cli;

import fovea.Visible;
import fovea.audit.GroupReport;
import fovea.evaluate.Abstention;
import fovea.evaluate.Calibration;
import fovea.evaluate.CalibrationByChance;
import fovea.evaluate.ClassResult;
import fovea.evaluate.Confusion;
import fovea.evaluate.GeneralisationGap;
import fovea.evaluate.Interval;
import fovea.evaluate.PairedTest;
import fovea.evaluate.Separation;
import fovea.report.UnknownFigures;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a model achieves on a split, as people read it. */
final class EvaluationText {
  private static final int CONFUSIONS = 5;

  private final EvaluationReport report;
  private final PrintStream out;

  EvaluationText(EvaluationReport report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  void print() {
    printFigures();
    printClasses();
    printConfusions();
    printCalibration();
    GeneralisationGap gap = report.generalisationGap();
    if (gap != null) {
      print(gap);
    }
    Rival rival = report.against();
    if (rival != null) {
      print(rival);
    }
    EvaluationReport.Selective selective = report.selective();
    if (selective != null) {
      print(selective);
    }
    List<UnknownFigures.OfData> unknown = report.unknown();
    if (unknown != null) {
      unknown.forEach(this::print);
    }
    List<GroupReport> groups = report.groups();
    if (groups != null) {
      groups.forEach(each -> GroupText.print(each, out));
    }
    ShortcutReport shortcuts = report.shortcuts();
    if (shortcuts != null) {
      shortcuts.print(out);
    }
  }

  private void printFigures() {
    Table.leftAligned()
        .row(
            "accuracy",
            "%s of %s, %s"
                .formatted(
                    Text.percent(report.accuracy()),
                    Text.count(report.images(), "image"),
                    report.part()))
        .print(out);
    Double withViews = report.accuracyWithViews();
    if (withViews != null) {
      Table.leftAligned().row("accuracy with views", Text.percent(withViews)).print(out);
    }
    out.println();
    Table table = Table.aligned("lrl");
    if (report.resamples() > 0) {
      table.row("", "", "95 % interval");
    }
    share(table, "accuracy", "accuracy", report.accuracy());
    share(table, "balanced accuracy", "balancedAccuracy", report.balancedAccuracy());
    share(table, "macro F1", "macroF1", report.macroF1());
    report
        .topK()
        .forEach((k, accuracy) -> share(table, "among the first " + k, "top" + k, accuracy));
    figure(table, "Matthews correlation", "mcc", report.mcc());
    figure(table, "Cohen's kappa", "kappa", report.kappa());
    figure(table, "area under ROC", "auroc", report.auroc());
    figure(table, "area under risk-coverage", "riskCoverage", report.riskCoverage().area());
    figure(table, "loss", "loss", report.loss());
    table.print(out);
    out.println();
  }

  private void share(Table table, String title, String name, double share) {
    Interval interval = report.intervals().get(name);
    table.row(title, Text.percent(share), shares(interval));
  }

  private void figure(Table table, String title, String name, double figure) {
    Interval interval = report.intervals().get(name);
    table.row(title, decimals(figure), decimals(interval));
  }

  private static String shares(@Nullable Interval interval) {
    return interval == null
        ? ""
        : Text.percent(interval.low()) + " to " + Text.percent(interval.high());
  }

  private static String decimals(@Nullable Interval interval) {
    return interval == null ? "" : decimals(interval.low()) + " to " + decimals(interval.high());
  }

  /** NaN where the images don't define it. */
  private static String decimals(double figure) {
    return Double.isNaN(figure) ? "" : String.format(Locale.ROOT, "%.4f", figure);
  }

  private void printClasses() {
    Table table = Table.aligned("lrrrr");
    table.row("class", "precision", "recall", "F1", "images");
    for (ClassResult one : report.perClass()) {
      table.row(
          one.name(),
          percent(one.precision()),
          percent(one.recall()),
          percent(one.f1()),
          Text.number(one.support()));
    }
    table.print(out);
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "" : Text.percent(share);
  }

  private void printConfusions() {
    if (report.mostConfused().isEmpty()) {
      return;
    }
    heading("most often confused");
    Table table = Table.aligned("lr");
    for (Confusion confusion : report.mostConfused().stream().limit(CONFUSIONS).toList()) {
      table.row(
          "%s taken for %s".formatted(confusion.truth(), confusion.predicted()),
          Text.number(confusion.images()));
    }
    table.print(out);
  }

  private void printCalibration() {
    heading("calibration");
    Calibration plain = report.calibration();
    Calibration after = report.calibrated();
    Table table = Table.aligned("lrr");
    if (after != null) {
      table.row(
          "", "as it is", String.format(Locale.ROOT, "temperature %.3f", report.temperature()));
    }
    row(table, "loss", decimals(plain.loss()), after == null ? "" : decimals(after.loss()));
    row(
        table,
        "Brier score",
        decimals(plain.brier()),
        after == null ? "" : decimals(after.brier()));
    row(
        table,
        "calibration error",
        error(plain, Calibration::ece, CalibrationByChance::eceAtMost),
        error(after, Calibration::ece, CalibrationByChance::eceAtMost));
    row(
        table,
        "in bins of equal mass",
        error(plain, Calibration::eceEqualMass, CalibrationByChance::eceEqualMassAtMost),
        error(after, Calibration::eceEqualMass, CalibrationByChance::eceEqualMassAtMost));
    table.print(out);
  }

  /** With what a perfectly calibrated model of the same confidences may show. */
  private static String error(
      @Nullable Calibration found,
      ToDoubleFunction<Calibration> error,
      ToDoubleFunction<CalibrationByChance> atMost) {
    if (found == null) {
      return "";
    }
    CalibrationByChance chance = found.byChance();
    return Text.percent(error.applyAsDouble(found))
        + (chance == null
            ? ""
            : " (by chance up to " + Text.percent(atMost.applyAsDouble(chance)) + ")");
  }

  private static void row(Table table, String title, String plain, String after) {
    table.row(title, plain, after);
  }

  private void print(GeneralisationGap gap) {
    heading("generalisation");
    Table.leftAligned()
        .row(
            "training images",
            "%s of %s, without augmentation"
                .formatted(
                    Text.percent(gap.trainAccuracy()), Text.count(gap.trainImages(), "image")))
        .row("gap", points(gap.gap()) + within(gap.interval()))
        .print(out);
  }

  private static String points(double share) {
    return String.format(Locale.ROOT, "%.2f points", 100 * share);
  }

  private static String within(@Nullable Interval interval) {
    return interval == null
        ? ""
        : String.format(
            Locale.ROOT, " (%.2f to %.2f)", 100 * interval.low(), 100 * interval.high());
  }

  private void print(Rival rival) {
    PairedTest test = rival.test();
    heading("against " + rival.model());
    Table.leftAligned()
        .row("its accuracy", Text.percent(rival.accuracy()))
        .row("difference", points(test.difference()) + within(test.interval()))
        .row(
            "only one is right",
            "%s times this model, %s times the other"
                .formatted(Text.number(test.onlyFirst()), Text.number(test.onlySecond())))
        .row("p-value", String.format(Locale.ROOT, "%.3g, exact McNemar test", test.pValue()))
        .print(out);
  }

  private void print(EvaluationReport.Selective selective) {
    Abstention chosen = selective.chosen();
    heading(
        String.format(
            Locale.ROOT,
            chosen.keepsWanted()
                ? "answers with at most %s errors, which 95 of 100 thresholds so chosen keep"
                : "answers with at most %s errors on the validation images, too few to promise it of others",
            Text.percent(chosen.wantedErrorRate())));
    Table table =
        Table.leftAligned()
            .row(
                "confidence needed",
                "%s, by %s"
                    .formatted(
                        Text.percent(chosen.confidence()),
                        Text.count(chosen.validationImages(), "validation image")));
    row(
        table,
        "there",
        chosen.validationCoverage(),
        chosen.validationErrorRate(),
        ", of others at most " + Text.percent(chosen.errorRateAtMost()));
    Abstention.Outcome here = selective.onTheseImages();
    if (here != null) {
      Interval bounds = here.errorRateInterval();
      row(
          table,
          "here",
          here.coverage(),
          here.errorRate(),
          bounds == null ? "" : " (" + shares(bounds) + ")");
    }
    table.print(out);
  }

  private static void row(
      Table table, String where, double coverage, double errorRate, String bound) {
    table.row(
        where,
        Double.isNaN(errorRate)
            ? "no image answered"
            : "%s of images answered, %s of answers wrong%s"
                .formatted(Text.percent(coverage), Text.percent(errorRate), bound));
  }

  private void print(UnknownFigures.OfData unknown) {
    heading("told apart from " + Text.count(unknown.images(), "image") + " of " + unknown.data());
    Table table = Table.aligned("lrlrl");
    table.row("", "area under ROC", "", "taken for known, where 95 % of the known are", "");
    for (Separation by : unknown.methods()) {
      table.row(
          by.method(),
          decimals(by.auroc()),
          decimals(by.aurocInterval()),
          Text.percent(by.falsePositiveRate()),
          shares(by.falsePositiveInterval()));
    }
    table.print(out);
    UnknownFigures.Stored stored = unknown.stored();
    if (stored != null) {
      out.println(
          "none of these, by the model's %s: %s of them, and %s of the images judged"
              .formatted(
                  stored.method(),
                  Text.percent(stored.rejectedUnknown()),
                  Text.percent(stored.rejectedKnown())));
    }
  }

  private void heading(String text) {
    out.println();
    out.println(Visible.of(text));
  }
}
