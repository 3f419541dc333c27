package fovea.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model is worth on a set of images, and how sure that is.
 *
 * @param evaluation accuracy, loss, each class, and the confusion matrix
 * @param balancedAccuracy mean recall of the classes that have images
 * @param agreement beyond chance
 * @param auroc mean of the classes' areas
 * @param perClassAuroc area under the receiver operating characteristic of each class against all
 *     others by its probability, ties counting half; NaN for a class that all images are of, or
 *     none
 * @param topK by k, the share of images whose class is among the k most probable
 * @param mostConfused the ten most frequent confusions
 * @param calibration of its probabilities as they are
 * @param riskCoverage by how sure it is with the temperature that it is used with
 * @param intervals of the figures above, by name: {@code accuracy}, {@code macroF1}, {@code
 *     balancedAccuracy}, {@code mcc}, {@code kappa}, {@code auroc}, and those of {@code topK}; null
 *     for one that resamples say nothing of, empty without resamples
 * @param perClassIntervals of each class's {@code precision}, {@code recall}, {@code f1} and {@code
 *     auroc}
 */
public record Assessment(
    Evaluation evaluation,
    double balancedAccuracy,
    Agreement agreement,
    double auroc,
    List<Double> perClassAuroc,
    Map<Integer, Double> topK,
    List<Confusion> mostConfused,
    Calibration calibration,
    RiskCoverage riskCoverage,
    Map<String, @Nullable Interval> intervals,
    List<Map<String, @Nullable Interval>> perClassIntervals) {
  private static final int CONFUSIONS = 10;

  public Assessment {
    perClassAuroc = List.copyOf(perClassAuroc);
    topK = Collections.unmodifiableMap(new LinkedHashMap<>(topK));
    mostConfused = List.copyOf(mostConfused);
    intervals = Intervals.copy(intervals);
    perClassIntervals = perClassIntervals.stream().map(Intervals::copy).toList();
  }

  /** All figures of a network by what it said of each image, used without a temperature. */
  public static Assessment of(Outputs<?> outputs, Bootstrap bootstrap) {
    return of(outputs, bootstrap, Temperature.NONE);
  }

  /**
   * All figures of a network by what it said of each image.
   *
   * @param used the temperature that it is used with
   */
  public static Assessment of(Outputs<?> outputs, Bootstrap bootstrap, Temperature used) {
    Counting counting = new Counting(outputs);
    Evaluation evaluation = Evaluation.of(outputs);
    double[] figures = counting.figures(Bootstrap.once(outputs.size()));
    List<Double> areas = new ArrayList<>();
    for (int c = 0; c < outputs.classes().size(); c++) {
      areas.add(counting.named(Counting.ofClass("auroc", c), figures));
    }
    Map<Integer, Double> topK = new LinkedHashMap<>();
    counting.tops().forEach(k -> topK.put(k, counting.named("top" + k, figures)));
    Map<String, @Nullable Interval> all = counting.intervals(bootstrap);
    Outputs<?> asUsed = used.equals(Temperature.NONE) ? outputs : used.applied(outputs);
    return new Assessment(
        evaluation,
        evaluation.balancedAccuracy(),
        Agreement.of(evaluation.confusionMatrix()),
        counting.named("auroc", figures),
        areas,
        topK,
        Confusion.most(evaluation, CONFUSIONS),
        Calibration.of(outputs, bootstrap),
        RiskCoverage.of(asUsed, bootstrap),
        Counting.ofAll(all),
        Counting.byClass(all, outputs.classes().size()));
  }
}
