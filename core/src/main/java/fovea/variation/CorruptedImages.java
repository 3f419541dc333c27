package fovea.variation;

import fovea.evaluate.Bootstrap;
import fovea.evaluate.Interval;
import fovea.tensor.Rng;
import fovea.variation.corruption.Corruption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a network gets right of corrupted images. The same images are corrupted in every way,
 * so that what varies with other images is how often each is right, and not each answer for itself.
 */
final class CorruptedImages {
  private final int[] hits;
  private final List<CorruptionAccuracy.Row> rows = new ArrayList<>();
  private final List<Double> accuracies = new ArrayList<>();

  CorruptedImages(int images) {
    hits = new int[images];
  }

  /** Of a corruption at the next severity. */
  void add(Corruption corruption, boolean[] right) {
    accuracies.add(VariationJudge.share(right));
    if (corruption.isExtra()) { // doesn't count in the mean
      return;
    }
    for (int i = 0; i < hits.length; i++) {
      hits[i] += right[i] ? 1 : 0;
    }
  }

  /** Of a corruption that has been judged at all severities. */
  void end(Corruption corruption) {
    rows.add(CorruptionAccuracy.Row.of(corruption, accuracies));
    accuracies.clear();
  }

  /**
   * All of it.
   *
   * @param seed of the images that are drawn anew for the interval
   */
  CorruptionAccuracy accuracy(
      boolean official, String constants, List<Integer> severities, int threads, long seed) {
    Double mean = CorruptionAccuracy.mean(rows);
    return new CorruptionAccuracy(
        official,
        constants,
        severities,
        rows,
        mean,
        mean == null
            ? null
            : interval(
                severities.size() * Corruption.standard().size(),
                new Bootstrap(Bootstrap.USUAL, Rng.seeded(seed).split("bootstrap"), threads)));
  }

  /**
   * @param times how often each image was judged
   */
  private @Nullable Interval interval(int times, Bootstrap bootstrap) {
    return bootstrap
        .intervals(
            weights -> {
              long sum = 0;
              for (int i = 0; i < hits.length; i++) {
                sum += (long) weights[i] * hits[i];
              }
              return new double[] {(double) sum / times / hits.length};
            },
            hits.length)
        .get(0);
  }
}
