package fovea.cli;

import fovea.attack.AttackListener;
import fovea.attack.Attacker;
import fovea.attack.Attacks;
import fovea.attack.BudgetCurve;
import fovea.attack.Threat;
import fovea.audit.ProbeFactor;
import fovea.audit.ShortcutProbe;
import fovea.evaluate.KnownFeatures;
import fovea.models.Model;
import fovea.report.ReportPart;
import fovea.tensor.Rng;
import fovea.variation.StudyTime;
import fovea.variation.VariationJudge;
import java.util.Collection;
import java.util.List;

/** About how long the parts of a report take, by trying a few images. */
final class ReportTime {
  private static final int TRIED = 128;

  /** Images that are attacked for a few steps, to see how many withstand. */
  private static final int ATTACKED = 32;

  private static final Attacks SHORT = new Attacks(10, 1, 1, 1);

  /** What drawing images anew for intervals takes, of each image judged. */
  private static final double RESAMPLING = 1e-3;

  /** A gradient of an image and its float32 logits take so many predictions. */
  private static final double GRADIENT = 5;

  /** Of all steps, what an attack takes for a model that withstands little. */
  private static final double FOOLED_EARLY = 0.3;

  /** Whole attacks that the budgets of a curve take for an image that small ones fool. */
  private static final double BUDGETS_FOOLED = 2;

  /** Gradients that explain an image. */
  private static final double EXPLAINED = 130;

  /** As images are, and each thing taken away and swapped with two images. */
  private static final double SHORTCUT_PASSES = 1 + 3 * ProbeFactor.values().length;

  private final ReportSubject subject;
  private final ReportEffort effort;
  private final double perImage;
  private final double robust;

  /**
   * @param perImage seconds of a prediction
   * @param robust share of the images that no attack fools
   */
  ReportTime(ReportSubject subject, ReportEffort effort, double perImage, double robust) {
    this.subject = subject;
    this.effort = effort;
    this.perImage = perImage;
    this.robust = robust;
  }

  /**
   * Tries some images.
   *
   * @param parts that are to be measured; without attacks none are tried
   */
  static ReportTime trying(
      ReportSubject subject, ReportEffort effort, Collection<ReportPart> parts) {
    VariationJudge judge =
        VariationJudge.of(
            subject.network(),
            subject.judged().images(),
            TRIED,
            subject.trained().execution().threads(),
            0);
    double unused = judge.accuracy(); // the first time loads classes
    long start = System.nanoTime();
    unused = judge.accuracy();
    double seconds = (System.nanoTime() - start) / 1e9;
    boolean attacked = parts.contains(ReportPart.ATTACKS) || parts.contains(ReportPart.BUDGETS);
    return new ReportTime(
        subject, effort, seconds / judge.images().size(), attacked ? robust(subject) : 0);
  }

  /** The share of images that withstands a short attack. */
  static double robust(ReportSubject subject) {
    Model model = subject.trained().model();
    try (Attacker attacker =
        Attacker.of(model.network(), model.input(), subject.trained().execution())) {
      return attacker
          .attack(
              AttackedImages.of(subject.judged().images().images().spread(ATTACKED)),
              new Threat(Measurements.NORM, Measurements.BUDGET.value()),
              List.of(SHORT.apgdCrossEntropy()),
              Rng.seeded(0),
              AttackListener.NONE)
          .robustAccuracy();
    }
  }

  /** In seconds. */
  double of(ReportPart part) {
    int judged = subject.judged().images().images().size();
    int attacked = Math.min(effort.attacked(), judged);
    Attacks attacks = effort.attacks();
    double step = GRADIENT * perImage;
    return switch (part) {
      case ACCURACY, GAP -> judged * (perImage + RESAMPLING);
      case CALIBRATION, GROUPS -> judged * RESAMPLING;
      case UNKNOWN -> (2.0 * judged + KnownFeatures.MOST) * (perImage + RESAMPLING);
      case CORRUPTIONS -> StudyTime.seconds(Measurements.CORRUPTIONS, subject.judge(effort));
      case SWEEPS -> StudyTime.seconds(Measurements.SWEEPS, subject.judge(effort));
      case ATTACKS ->
          (attacked * FOOLED_EARLY + Measurements.CHECKED) * attacks.steps() * step
              + robust * attacked * toTheEnd(attacks, step);
      case BUDGETS ->
          attacked
              * ((1 - robust) * BUDGETS_FOOLED
                  + robust * BudgetCurve.budgets(Measurements.NORM).size())
              * attacks.steps()
              * step;
      case CHANGES -> Measurements.SHOWN * attacks.steps() * attacks.targets() * step;
      case SHORTCUTS -> SHORTCUT_PASSES * Math.min(ShortcutProbe.IMAGES, judged) * perImage;
      case EXPLANATIONS -> 2 * ReportedExplanations.SHOWN * EXPLAINED * step;
      case COST -> MeasuredPredictions.SECONDS * MeasuredPredictions.BATCHES.size();
    };
  }

  /** Of an image that no attack fools: once by the first, and once a target by two others. */
  private double toTheEnd(Attacks attacks, double step) {
    return attacks.steps() * (1 + 2 * attacks.targets()) * step + attacks.queries() * perImage;
  }
}
