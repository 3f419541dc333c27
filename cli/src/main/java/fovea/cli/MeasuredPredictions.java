package fovea.cli;

import fovea.evaluate.Predictor;
import fovea.measure.PredictionCost;
import fovea.tensor.Shape;
import java.util.List;

/** What predictions cost by how many are asked for at once, without digits that are noise. */
final class MeasuredPredictions {
  /** Images asked for at once, unless others are wanted. */
  static final List<Integer> BATCHES = List.of(1, 8, 64, 256);

  /** What measuring one of them takes, about. */
  static final double SECONDS = 3;

  private MeasuredPredictions() {}

  /**
   * @param input [3, height, width] of the images
   * @param batches by growing size, since memory is kept for reuse
   */
  static List<PredictionCost> of(Predictor predictor, Shape input, List<Integer> batches) {
    int height = Math.toIntExact(input.size(1));
    int width = Math.toIntExact(input.size(2));
    return batches.stream()
        .map(batch -> rounded(PredictionCost.of(predictor, batch, height, width)))
        .toList();
  }

  private static PredictionCost rounded(PredictionCost cost) {
    return new PredictionCost(
        cost.batch(),
        Text.rounded(cost.imagesPerSecond()),
        Text.rounded(cost.medianMilliseconds()),
        Text.rounded(cost.percentile99Milliseconds()),
        cost.peakMemoryBytes());
  }
}
