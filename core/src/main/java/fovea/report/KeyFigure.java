package fovea.report;

import fovea.attack.BudgetCurve;
import fovea.evaluate.Assessment;
import fovea.evaluate.Calibration;
import fovea.evaluate.CalibrationByChance;
import fovea.evaluate.GeneralisationGap;
import fovea.evaluate.Interval;
import fovea.evaluate.Separation;
import fovea.variation.CorruptionAccuracy;
import fovea.variation.InputVariation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure that a model is told by at a glance.
 *
 * @param how it was measured; null where the name says it
 * @param share whether it is shown in percent
 * @param interval null where none is known
 */
record KeyFigure(
    String name, @Nullable String how, double value, boolean share, @Nullable Interval interval) {

  KeyFigure(String name, double value, boolean share, @Nullable Interval interval) {
    this(name, null, value, share, interval);
  }

  /** Those that a report has. */
  static List<KeyFigure> of(TrustReport report) {
    List<KeyFigure> figures = new ArrayList<>();
    Assessment found = report.assessment();
    figures.add(share("accuracy", found.evaluation().accuracy(), found));
    figures.add(share("balancedAccuracy", found.balancedAccuracy(), found));
    found.topK().forEach((k, value) -> figures.add(share("top" + k, value, found)));
    figures.add(plain("macroF1", found.evaluation().macroF1(), found));
    figures.add(plain("mcc", found.agreement().mcc(), found));
    figures.add(plain("kappa", found.agreement().kappa(), found));
    figures.add(plain("auroc", found.auroc(), found));
    figures.add(calibrationError("calibration error", found.calibration()));
    addMore(figures, report);
    return figures;
  }

  private static void addMore(List<KeyFigure> figures, TrustReport report) {
    Calibrated fitted = report.calibration();
    Calibration after = fitted == null ? null : fitted.after();
    if (after != null) {
      figures.add(calibrationError("calibration error with temperature", after));
    }
    GeneralisationGap gap = report.gap();
    if (gap != null) {
      figures.add(new KeyFigure("generalisation gap", gap.gap(), true, gap.interval()));
    }
    UnknownFigures unknown = report.unknown();
    if (unknown != null) {
      unknown.sets().forEach(set -> addUnknown(figures, set));
    }
    InputVariation varied = report.corruptions();
    addCorruptions(figures, varied == null ? null : varied.corruptions());
    AttackFigures attacks = report.attacks();
    if (attacks != null) {
      figures.add(
          new KeyFigure(
              "accuracy under attack within " + attacks.budget(),
              attacked(report, AttackWords.all(attacks), attacks.images()),
              attacks.robustAccuracy(),
              true,
              wilson(attacks.robustAccuracy(), attacks.images())));
    }
    addSmallBudget(figures, report);
  }

  private static KeyFigure calibrationError(String name, Calibration found) {
    CalibrationByChance chance = found.byChance();
    String how =
        chance == null
            ? null
            : "by chance alone %s, at most %s"
                .formatted(Figure.percent(chance.ece()), Figure.percent(chance.eceAtMost()));
    return new KeyFigure(name, how, found.ece(), true, null);
  }

  private static void addCorruptions(
      List<KeyFigure> figures, @Nullable CorruptionAccuracy corruptions) {
    Double mean = corruptions == null ? null : corruptions.mean();
    if (corruptions != null && mean != null) {
      figures.add(
          new KeyFigure("accuracy under corruptions", mean, true, corruptions.meanInterval()));
    }
  }

  private static void addUnknown(List<KeyFigure> figures, UnknownFigures.OfData set) {
    for (Separation by : set.methods()) {
      figures.add(
          new KeyFigure(
              "AUROC against %s, %s".formatted(set.data(), by.method()),
              by.auroc(),
              false,
              by.aurocInterval()));
    }
  }

  /** What standard models still tell apart, where larger budgets leave nothing. */
  private static void addSmallBudget(List<KeyFigure> figures, TrustReport report) {
    BudgetFigures budgets = report.budgets();
    if (budgets != null && budgets.points().size() > 1) {
      BudgetCurve.Point smallest = budgets.points().get(1);
      figures.add(
          new KeyFigure(
              "accuracy under attack within " + Figure.budget(budgets.norm(), smallest.epsilon()),
              attacked(report, AttackWords.of(budgets), budgets.images()),
              smallest.robustAccuracy(),
              true,
              wilson(smallest.robustAccuracy(), budgets.images())));
    }
  }

  private static String attacked(TrustReport report, String attacks, int images) {
    return "of %s images at most, by %s%s"
        .formatted(
            Figure.number(images), AttackWords.quick(report) ? "quick attacks: " : "", attacks);
  }

  /** Where a share of so many images lies. */
  static Interval wilson(double share, int images) {
    return Interval.ofShare(Math.round(share * images), images);
  }

  private static KeyFigure share(String name, double value, Assessment found) {
    return new KeyFigure(title(name), value, true, found.intervals().get(name));
  }

  private static KeyFigure plain(String name, double value, Assessment found) {
    return new KeyFigure(title(name), value, false, found.intervals().get(name));
  }

  private static String title(String name) {
    return switch (name) {
      case "balancedAccuracy" -> "balanced accuracy";
      case "macroF1" -> "macro F1";
      case "mcc" -> "Matthews correlation";
      case "kappa" -> "Cohen's kappa";
      case "auroc" -> "AUROC, mean of the classes";
      default -> name.startsWith("top") ? "among the first " + name.substring(3) : name;
    };
  }

  /** The name, and how it was measured. */
  String described() {
    return how == null ? name : name + ", " + how;
  }

  String shown() {
    return share ? Figure.percent(value) : Figure.decimal(value);
  }

  String bounds() {
    return share ? Figure.percents(interval) : Figure.decimals(interval);
  }

  /** This figure minus another of the same name. */
  String minus(KeyFigure other) {
    double difference = value - other.value;
    String sign = difference > 0 ? "+" : "";
    return sign + (share ? Figure.percent(difference) : Figure.decimal(difference));
  }
}
