package fovea.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a network is as often right as it is sure: proper scores of its probabilities, and how
 * far confidence and accuracy lie apart in 15 bins.
 *
 * @param loss mean negative log-likelihood of the true classes, in nats
 * @param brier mean squared distance of the probabilities from the true class's 1 and the others'
 *     0, summed over the classes, in [0, 2]
 * @param ece expected calibration error in bins (b / 15, (b + 1) / 15] of confidence, in [0, 1]
 * @param eceEqualMass the same in bins of equally many images
 * @param bins of equal width
 * @param equalMassBins those of equally many images, the least sure first
 * @param byChance the errors that a perfectly calibrated network would show; null without resamples
 * @param intervals of the figures, by their names here; empty without resamples. Those of {@code
 *     ece} and {@code eceEqualMass} are null: chance only ever adds to them, so that resamples lie
 *     above the truth
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. 2017, section 2</a>
 * @see <a href="https://arxiv.org/abs/1904.01685">Nixon et al. 2019, section 3, on equal mass</a>
 */
public record Calibration(
    double loss,
    double brier,
    double ece,
    double eceEqualMass,
    List<ReliabilityBin> bins,
    List<ReliabilityBin> equalMassBins,
    @Nullable CalibrationByChance byChance,
    Map<String, @Nullable Interval> intervals) {
  private static final List<String> FIGURES = List.of("loss", "brier", "ece", "eceEqualMass");

  public Calibration {
    bins = List.copyOf(bins);
    equalMassBins = List.copyOf(equalMassBins);
    intervals = Intervals.copy(intervals);
  }

  /**
   * That of outputs for images whose classes are known.
   *
   * @param bootstrap gives the intervals
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static Calibration of(Outputs<?> outputs, Bootstrap bootstrap) {
    Confidences confidences = new Confidences(outputs);
    double[] figures = confidences.figures(Bootstrap.once(outputs.size()));
    return new Calibration(
        figures[0],
        figures[1],
        figures[2],
        figures[3],
        confidences.binsOfEqualWidth(),
        confidences.binsOfEqualMass(),
        CalibrationByChance.of(confidences, bootstrap),
        intervals(confidences, bootstrap, outputs.size()));
  }

  private static Map<String, @Nullable Interval> intervals(
      Confidences confidences, Bootstrap bootstrap, int images) {
    List<@Nullable Interval> found =
        new ArrayList<>(bootstrap.intervals(confidences::scores, images));
    found.addAll(Arrays.asList(null, null));
    return Intervals.byName(FIGURES, found);
  }
}
