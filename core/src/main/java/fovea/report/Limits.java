package fovea.report;

import fovea.audit.Estimate;
import fovea.audit.GroupReport;
import fovea.audit.ShortcutProbe;
import fovea.evaluate.Calibration;
import fovea.evaluate.CalibrationByChance;
import fovea.evaluate.ClassResult;
import fovea.evaluate.Interval;
import fovea.evaluate.Separation;
import fovea.variation.CorruptionAccuracy;
import fovea.variation.InputVariation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a model ends, one sentence each, by what was measured. */
final class Limits {
  /** Where probabilities are off by more, they mislead. */
  private static final double MISCALIBRATED = 0.02;

  /**
   * A model that loses more than so much accuracy to common corruptions depends on clean images.
   */
  private static final double FRAGILE = 0.1;

  private static final double HALF = 0.5;

  private Limits() {}

  static List<String> of(TrustReport report) {
    List<String> limits = new ArrayList<>();
    limits.add(
        "It was judged on %s images, %s; of other images it may be worth less."
            .formatted(Figure.number(report.card().images()), report.card().part()));
    report.card().notes().forEach(note -> limits.add(sentence("of the data: " + note)));
    addClasses(limits, report);
    addCalibration(limits, report.assessment().calibration(), report.calibration());
    addUnknown(limits, report.unknown());
    addVariation(limits, report.corruptions());
    addAttacks(limits, report.attacks());
    addQuick(limits, report);
    addGroups(limits, report.groups());
    addShortcut(limits, report.shortcuts());
    report.leftOut().forEach((part, why) -> limits.add(sentence(part.title() + ": " + why)));
    return limits;
  }

  private static void addClasses(List<String> limits, TrustReport report) {
    report.assessment().evaluation().perClass().stream()
        .filter(c -> c.recall() != null && c.support() >= GroupReport.SMALL)
        .min(Comparator.comparingDouble(c -> Objects.requireNonNull(c.recall())))
        .ifPresent(worst -> limits.add(worst(worst)));
  }

  private static String worst(ClassResult worst) {
    return "Of the classes it recognised %s worst: %s of its %s images; one of them is the worst by chance alone, too."
        .formatted(worst.name(), Figure.percent(worst.recall()), Figure.number(worst.support()));
  }

  private static void addCalibration(
      List<String> limits, Calibration found, @Nullable Calibrated calibration) {
    boolean stored = calibration != null && calibration.stored();
    CalibrationByChance chance = found.byChance();
    boolean byChance = chance != null && found.ece() <= chance.eceAtMost();
    if (!stored && !byChance && found.ece() > MISCALIBRATED) {
      limits.add(
          "Its probabilities are off by %s on average; `fovea calibrate` fits them."
              .formatted(Figure.percent(found.ece())));
    }
  }

  private static void addUnknown(List<String> limits, @Nullable UnknownFigures unknown) {
    if (unknown == null) {
      return;
    }
    List<String> unnoticed = new ArrayList<>();
    for (UnknownFigures.OfData set : unknown.sets()) {
      if (set.stored() == null) {
        set.methods().stream()
            .min(Comparator.comparingDouble(Separation::falsePositiveRate))
            .ifPresent(best -> unnoticed.add(unnoticed(set, best)));
      }
    }
    if (!unnoticed.isEmpty()) {
      limits.add(
          "It names one of its classes whatever an image shows. " + String.join(" ", unnoticed));
    }
  }

  private static String unnoticed(UnknownFigures.OfData set, Separation best) {
    return "Of images of %s, %s would pass as known by %s, its best score, where 95 %% of known ones do."
        .formatted(set.data(), Figure.percent(best.falsePositiveRate()), best.method());
  }

  private static void addVariation(List<String> limits, @Nullable InputVariation varied) {
    CorruptionAccuracy corruptions = varied == null ? null : varied.corruptions();
    Double accuracy = varied == null ? null : varied.accuracy();
    if (corruptions == null || corruptions.rows().isEmpty() || accuracy == null) {
      return;
    }
    CorruptionAccuracy.Row worst =
        corruptions.rows().stream()
            .min(Comparator.comparingDouble(CorruptionAccuracy.Row::mean))
            .orElseThrow();
    if (accuracy - worst.mean() > FRAGILE) {
      limits.add(
          "It needs images like those that it was trained on: %s takes its accuracy from %s to %s."
              .formatted(
                  worst.name().replace('_', ' '),
                  Figure.percent(accuracy),
                  Figure.percent(worst.mean())));
    }
  }

  private static void addAttacks(List<String> limits, @Nullable AttackFigures attacks) {
    if (attacks == null) {
      return;
    }
    if (attacks.robustAccuracy() < HALF * attacks.accuracy()) {
      limits.add(
          "It doesn't withstand whoever wants to fool it: changes of at most %s leave %s of the images right."
              .formatted(attacks.budget(), Figure.percent(attacks.robustAccuracy())));
    }
    attacks.warnings().forEach(warning -> limits.add(sentence(warning)));
  }

  private static void addQuick(List<String> limits, TrustReport report) {
    AttackFigures attacks = report.attacks();
    BudgetFigures budgets = report.budgets();
    if (!AttackWords.quick(report)) {
      return;
    }
    if (attacks != null) {
      limits.add(quick(attacks.images(), AttackWords.all(attacks)));
    } else if (budgets != null) {
      limits.add(quick(budgets.images(), AttackWords.of(budgets)));
    }
  }

  private static String quick(int images, String by) {
    return "What it withstands is only bounded from above: %s images were attacked quickly, by %s, and stronger attacks may leave less; report robustness by `--full` or `fovea attack`."
        .formatted(Figure.number(images), by);
  }

  private static void addGroups(List<String> limits, @Nullable GroupsFigures groups) {
    if (groups == null) {
      return;
    }
    for (GroupReport report : groups.attributes()) {
      Estimate difference = report.accuracyDifference();
      Interval bounds = report.accuracyBounds();
      if (report.worst() != null && difference != null && bounds != null && bounds.low() > 0) {
        limits.add(
            "By %s it is worst for %s: accuracy is %s lower than in the best group (%s)."
                .formatted(
                    report.attribute(),
                    report.worst(),
                    Figure.percent(difference.value()),
                    Figure.percents(bounds)));
      }
    }
  }

  private static void addShortcut(List<String> limits, @Nullable ShortcutProbe probe) {
    if (probe != null && probe.shortcut() != null) {
      limits.add(
          "Its predictions follow the %s far more than chance explains, so it may fail where that says nothing of the class."
              .formatted(probe.shortcut()));
    }
  }

  /** A capital at the beginning and a full stop at the end. */
  static String sentence(String words) {
    String begun = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }
}
