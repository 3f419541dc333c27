package fovea.measure;

import fovea.evaluate.Predictor;
import org.jspecify.annotations.Nullable;

/**
 * What predictions that are asked for together take of time and memory, measured.
 *
 * @param batch images asked for at once
 * @param medianMilliseconds of an answer
 * @param percentile99Milliseconds of an answer
 * @param peakMemoryBytes the most that the whole process held meanwhile, Java's heap and what
 *     earlier work left for reuse included; null where the system doesn't say
 */
public record PredictionCost(
    int batch,
    double imagesPerSecond,
    double medianMilliseconds,
    double percentile99Milliseconds,
    @Nullable Long peakMemoryBytes) {
  /**
   * Asks for about two seconds. Measure small batches before large ones: memory is kept for reuse.
   *
   * @param height of the images that it takes
   * @param width of the images that it takes
   */
  public static PredictionCost of(Predictor predictor, int batch, int height, int width) {
    ProcessMemory.forgetPeak();
    PredictionRate rate = PredictionRate.of(predictor, batch, height, width);
    return new PredictionCost(
        batch,
        rate.imagesPerSecond(),
        1e3 * rate.medianSeconds(),
        1e3 * rate.slowestPercentSeconds(),
        ProcessMemory.peak().orElse(null));
  }
}
