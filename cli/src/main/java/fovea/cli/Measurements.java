package fovea.cli;

import fovea.FoveaException;
import fovea.attack.Attack;
import fovea.attack.AttackResult;
import fovea.attack.Attacker;
import fovea.attack.Attacks;
import fovea.attack.BudgetCurve;
import fovea.attack.CleanImages;
import fovea.attack.GradientCheck;
import fovea.attack.Norm;
import fovea.attack.SmallestChange;
import fovea.attack.Threat;
import fovea.audit.GroupReport;
import fovea.audit.ShortcutProbe;
import fovea.data.ImageGroups;
import fovea.data.Split;
import fovea.evaluate.Assessment;
import fovea.evaluate.Bootstrap;
import fovea.evaluate.Calibration;
import fovea.evaluate.GeneralisationGap;
import fovea.evaluate.Outputs;
import fovea.evaluate.Predictor;
import fovea.evaluate.Temperature;
import fovea.evaluate.Views;
import fovea.measure.CountedCost;
import fovea.measure.KnownNetwork;
import fovea.models.Model;
import fovea.models.Models;
import fovea.report.AttackFigures;
import fovea.report.BudgetFigures;
import fovea.report.Calibrated;
import fovea.report.CostFigures;
import fovea.report.ExplainedPictures;
import fovea.report.GroupsFigures;
import fovea.report.SmallestChanges;
import fovea.report.UnknownFigures;
import fovea.run.FittedTemperature;
import fovea.tensor.Rng;
import fovea.train.TrainingWork;
import fovea.variation.InputVariation;
import fovea.variation.Study;
import fovea.variation.Sweep;
import fovea.variation.corruption.Corruption;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Measures the parts of a report on one model. */
final class Measurements {
  /** All at all severities. */
  static final Study CORRUPTIONS =
      new Study(List.of(Corruption.values()), Study.everySeverity(), List.of(), false);

  static final Study SWEEPS = new Study(List.of(), List.of(), Sweep.ALL, true);

  static final Norm NORM = Norm.LINF;
  static final Epsilon BUDGET = Epsilon.of("8/255");

  /** Images whose smallest changes are shown. */
  static final int SHOWN = 8;

  /** Images on which gradients are compared with noise. */
  static final int CHECKED = 100;

  /** As other commands have it where nobody names one, so that they find the same. */
  private static final long SEED = 0;

  private final Console console;
  private final ReportSubject subject;
  private final ReportRequest request;
  private @Nullable Outputs<Split> outputs;

  Measurements(Console console, ReportSubject subject, ReportRequest request) {
    this.console = console;
    this.subject = subject;
    this.request = request;
  }

  private int threads() {
    return subject.trained().execution().threads();
  }

  Bootstrap bootstrap() {
    return new Bootstrap(Bootstrap.USUAL, Rng.seeded(SEED).split("bootstrap"), threads());
  }

  private <S extends Split> Outputs<S> outputs(S split) {
    return Outputs.of(subject.network(), split, threads(), Views.PLAIN);
  }

  /** What the model says of the judged images; asked once. */
  Outputs<Split> outputs() {
    Outputs<Split> found = outputs;
    if (found == null) {
      found = outputs(subject.judged().images());
      outputs = found;
    }
    return found;
  }

  Assessment accuracy() {
    return Assessment.of(outputs(), bootstrap(), subject.trained().temperature());
  }

  /**
   * @param train that the model was trained on
   */
  GeneralisationGap gap(Split.Train train) {
    int images = Math.min(EvaluateCommand.MOST_TRAINING_IMAGES, outputs().size());
    return GeneralisationGap.of(
        outputs(new Split.Train(train.images().spread(images))), outputs(), bootstrap());
  }

  /** By the temperature that the model has, or one that is fitted here and not stored. */
  Calibrated calibration() {
    Optional<FittedTemperature> stored = subject.trained().fitted().temperature();
    if (stored.isPresent()) {
      Temperature temperature = subject.trained().temperature();
      return new Calibrated(
          temperature.value(), true, stored.get().images(), applied(temperature), null);
    }
    try {
      Judged validation = ValidationImages.of(subject.trained(), subject.found(), request.data());
      Outputs<Split.Validation> known = outputs(ValidationImages.split(validation));
      Temperature temperature = Temperature.fit(known);
      return new Calibrated(temperature.value(), false, known.size(), applied(temperature), null);
    } catch (FoveaException e) {
      return new Calibrated(null, false, 0, null, e.getMessage());
    }
  }

  private Calibration applied(Temperature temperature) {
    return Calibration.of(temperature.applied(outputs()), bootstrap());
  }

  UnknownFigures unknown(UnknownInputs inputs, List<UnknownInputs.Others> others) {
    Outputs<Split> known = subject.trained().outputsWithFeatures(subject.judged().images());
    return new UnknownFigures(inputs.of(others, subject.found(), known, bootstrap()));
  }

  InputVariation varied(Study study) {
    try (StudyLine progress = new StudyLine(console)) {
      return study.of(subject.judge(request.effort()), progress);
    }
  }

  private <T> T attacked(BiFunction<Attacker, CleanImages, T> work) {
    Model model = subject.trained().model();
    CleanImages clean =
        AttackedImages.of(subject.judged().images().images().spread(request.effort().attacked()));
    try (Attacker attacker =
        Attacker.of(model.network(), model.input(), subject.trained().execution())) {
      return work.apply(attacker, clean);
    }
  }

  /**
   * @param kept what an interrupted report came to
   */
  AttackFigures attacks(AttacksUnderWay kept) {
    Attacks effort = request.effort().attacks();
    return attacked(
        (attacker, clean) -> {
          try (AttackProgress progress = new AttackProgress(console, kept)) {
            Threat threat = new Threat(NORM, BUDGET.value());
            AttackResult result =
                attacker.attack(clean, threat, effort.ensemble(), Rng.seeded(SEED), progress);
            GradientCheck check =
                GradientCheck.of(attacker, clean, CHECKED, result, Rng.seeded(SEED));
            return new AttackFigures(
                NORM.toString(),
                BUDGET.value(),
                BUDGET.text(),
                result.images(),
                result.accuracy(),
                result.robustAccuracy(),
                result.attacks(),
                check,
                check.warnings());
          }
        });
  }

  /**
   * @param kept what an interrupted report came to
   */
  BudgetFigures budgets(AttacksUnderWay kept) {
    Attack attack = request.effort().attacks().apgdCrossEntropy();
    return attacked(
        (attacker, clean) -> {
          try (AttackProgress progress = new AttackProgress(console, kept)) {
            BudgetCurve curve =
                BudgetCurve.of(
                    attacker,
                    clean,
                    NORM,
                    BudgetCurve.budgets(NORM),
                    attack,
                    Rng.seeded(SEED),
                    progress);
            return new BudgetFigures(
                NORM.toString(), attack.name(), attack.effort(), clean.size(), curve.points());
          }
        });
  }

  SmallestChanges changes() {
    Model model = subject.trained().model();
    return attacked(
        (attacker, clean) ->
            new SmallestChanges(
                SmallestChange.of(
                        attacker,
                        clean,
                        NORM,
                        SHOWN,
                        request.effort().attacks().smallest(),
                        Rng.seeded(SEED))
                    .stream()
                    .map(change -> AttackedImages.row(change, model, NORM))
                    .toList()));
  }

  GroupsFigures groups(List<ImageGroups> groups) {
    return new GroupsFigures(
        groups.stream().map(each -> GroupReport.of(each, outputs(), bootstrap())).toList());
  }

  ShortcutProbe shortcuts() {
    return ShortcutProbe.of(
            subject.network(),
            subject.judged().images().images(),
            threads(),
            Rng.seeded(ShortcutReport.SEED))
        .orElseThrow(() -> new NothingToMeasureException(ShortcutReport.ONE_CLASS));
  }

  ExplainedPictures explanations() {
    return ReportedExplanations.of(console, subject, request.data(), Rng.seeded(SEED));
  }

  CostFigures cost() {
    Model model = subject.trained().model();
    try (Predictor predictor =
        new Predictor(
            model.network(), model.classes(), model.input(), subject.trained().execution())) {
      return new CostFigures(
          subject.trained().execution().precision().toString(),
          threads(),
          CountedCost.of(model.network(), model.input()),
          training(),
          MeasuredPredictions.of(predictor, model.input(), MeasuredPredictions.BATCHES),
          KnownNetwork.of(Models.CATALOGUE, model.classes().size()));
    }
  }

  private @Nullable TrainingWork training() {
    Model model = subject.trained().model();
    return subject
        .trainedOn()
        .flatMap(
            train ->
                subject
                    .trained()
                    .recipe()
                    .map(
                        recipe -> {
                          int images = train.images().size();
                          return TrainingWork.of(
                              recipe.fittedTo(images), model.network(), model.input(), images);
                        }))
        .orElse(null);
  }
}
