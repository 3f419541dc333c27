package fovea.cli;

import fovea.attack.Attacks;
import fovea.audit.ProbeFactor;
import fovea.audit.ShortcutProbe;
import fovea.evaluate.KnownFeatures;
import fovea.variation.StudyTime;
import fovea.variation.VariationJudge;

/** About how long the parts of a report take, by trying a few images. */
final class ReportTime {
  private static final int TRIED = 128;

  /** What drawing images anew for intervals takes, of each image judged. */
  private static final double RESAMPLING = 1e-3;

  /** A gradient of an image and its float32 logits take so many predictions. */
  private static final double GRADIENT = 5;

  /** Of all steps, what an attack takes for a model that withstands little. */
  private static final double FOOLED_EARLY = 0.3;

  /** As images are, and each thing taken away and swapped. */
  private static final double SHORTCUT_PASSES = 1 + 2 * ProbeFactor.values().length;

  private final ReportSubject subject;
  private final ReportEffort effort;
  private final double perImage;

  private ReportTime(ReportSubject subject, ReportEffort effort, double perImage) {
    this.subject = subject;
    this.effort = effort;
    this.perImage = perImage;
  }

  /** Tries some images. */
  static ReportTime trying(ReportSubject subject, ReportEffort effort) {
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
    return new ReportTime(subject, effort, seconds / judge.images().size());
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
      case ATTACKS -> (attacked * FOOLED_EARLY + Measurements.CHECKED) * attacks.steps() * step;
      case BUDGETS -> 2.0 * attacked * attacks.steps() * step;
      case CHANGES -> Measurements.SHOWN * attacks.steps() * attacks.targets() * step;
      case SHORTCUTS -> SHORTCUT_PASSES * Math.min(ShortcutProbe.IMAGES, judged) * perImage;
      case COST -> MeasuredPredictions.SECONDS * MeasuredPredictions.BATCHES.size();
    };
  }
}
