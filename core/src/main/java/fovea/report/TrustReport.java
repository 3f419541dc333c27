package fovea.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fovea.audit.ShortcutProbe;
import fovea.evaluate.Assessment;
import fovea.evaluate.GeneralisationGap;
import fovea.variation.InputVariation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model is worth. Parts that weren't measured are null, and {@code leftOut} says why.
 *
 * @param assessment accuracy, classes, and calibration as it is
 * @param corruptions without curves
 * @param sweeps without corruptions
 * @param changes pictures, which programs don't read
 * @param explanations pictures too
 * @param leftOut why, a sentence without a full stop
 * @param seconds that each part took
 */
public record TrustReport(
    ModelCard card,
    Assessment assessment,
    @Nullable GeneralisationGap gap,
    @Nullable Calibrated calibration,
    @Nullable UnknownFigures unknown,
    @Nullable InputVariation corruptions,
    @Nullable InputVariation sweeps,
    @Nullable AttackFigures attacks,
    @Nullable BudgetFigures budgets,
    @JsonIgnore @Nullable SmallestChanges changes,
    @Nullable GroupsFigures groups,
    @Nullable ShortcutProbe shortcuts,
    @JsonIgnore @Nullable ExplainedPictures explanations,
    @Nullable CostFigures cost,
    Map<ReportPart, String> leftOut,
    Map<ReportPart, Double> seconds) {
  public TrustReport {
    leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
  }

  double totalSeconds() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
