package fovea.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import fovea.audit.GroupReport;
import fovea.evaluate.Abstention;
import fovea.evaluate.Assessment;
import fovea.evaluate.Calibration;
import fovea.evaluate.ClassResult;
import fovea.evaluate.Confusion;
import fovea.evaluate.Evaluation;
import fovea.evaluate.GeneralisationGap;
import fovea.evaluate.Interval;
import fovea.evaluate.RiskCoverage;
import fovea.report.UnknownFigures;
import fovea.run.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model achieves on a split, as programs read it. docs/evaluation.md says what the figures
 * are.
 *
 * @param model the file
 * @param data the data set's name
 * @param fingerprint of the data
 * @param split as it was asked for
 * @param part which images of the data they are
 * @param unknownClasses of the data that the model doesn't have, with how many images were left out
 * @param accuracyWithViews over views of each image, null where nobody asked
 * @param temperature that the model has, null where it has none
 * @param calibration of its probabilities without it
 * @param calibrated of its probabilities with it, null where it has none
 * @param intervals of all figures by name, null for one that has none
 * @param generalisationGap null where nobody asked, as what follows
 * @param groups figures by group, an entry for each attribute; null where nobody asked
 * @param shortcuts what predictions follow, null where nobody asked
 */
@SuppressWarnings("ArrayRecordComponent") // made of an evaluation, which copies, and only printed
record EvaluationReport(
    String model,
    String data,
    String fingerprint,
    String split,
    @JsonIgnore String part,
    String precision,
    int images,
    double accuracy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double accuracyWithViews,
    double loss,
    double macroF1,
    List<String> classes,
    Map<String, Integer> unknownClasses,
    List<ClassResult> perClass,
    long[][] confusionMatrix,
    double balancedAccuracy,
    double mcc,
    double kappa,
    double auroc,
    List<Double> perClassAuroc,
    Map<Integer, Double> topK,
    List<Confusion> mostConfused,
    @Nullable Double temperature,
    Calibration calibration,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Calibration calibrated,
    RiskCoverage riskCoverage,
    int resamples,
    Map<String, @Nullable Interval> intervals,
    List<Map<String, @Nullable Interval>> perClassIntervals,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable GeneralisationGap generalisationGap,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Rival against,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Selective selective,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<UnknownFigures.OfData> unknown,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<GroupReport> groups,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ShortcutReport shortcuts) {

  /**
   * A threshold chosen on validation images, and what it comes to on these.
   *
   * @param onTheseImages null where these are the images that it was chosen by
   */
  record Selective(Abstention chosen, Abstention.@Nullable Outcome onTheseImages) {}

  /** What is judged besides, where somebody asks for it; else null. */
  record Besides(
      @Nullable Double accuracyWithViews,
      @Nullable Calibration calibrated,
      @Nullable GeneralisationGap gap,
      @Nullable Rival against,
      @Nullable Selective selective,
      @Nullable List<UnknownFigures.OfData> unknown,
      @Nullable List<GroupReport> groups,
      @Nullable ShortcutReport shortcuts) {}

  static EvaluationReport of(
      TrainedModel trained,
      String precision,
      Judged judged,
      String split,
      int resamples,
      Assessment assessment,
      Besides besides) {
    Evaluation evaluation = assessment.evaluation();
    return new EvaluationReport(
        trained.file().toString(),
        judged.set().name(),
        judged.set().fingerprint(),
        split,
        judged.part(),
        precision,
        evaluation.images(),
        evaluation.accuracy(),
        besides.accuracyWithViews,
        evaluation.loss(),
        evaluation.macroF1(),
        trained.model().classes(),
        judged.unknown(),
        evaluation.perClass(),
        evaluation.confusionMatrix(),
        assessment.balancedAccuracy(),
        assessment.agreement().mcc(),
        assessment.agreement().kappa(),
        assessment.auroc(),
        assessment.perClassAuroc(),
        assessment.topK(),
        assessment.mostConfused(),
        trained.fitted().temperature().map(fitted -> fitted.temperature()).orElse(null),
        assessment.calibration(),
        besides.calibrated,
        assessment.riskCoverage(),
        resamples,
        intervals(assessment),
        assessment.perClassIntervals(),
        besides.gap,
        besides.against,
        besides.selective,
        besides.unknown,
        besides.groups,
        besides.shortcuts);
  }

  private static Map<String, @Nullable Interval> intervals(Assessment assessment) {
    Map<String, @Nullable Interval> all = new LinkedHashMap<>(assessment.intervals());
    all.putAll(assessment.calibration().intervals());
    Interval area = assessment.riskCoverage().interval();
    if (area != null) {
      all.put("riskCoverage", area);
    }
    return all;
  }
}
