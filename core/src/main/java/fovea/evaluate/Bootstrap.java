package fovea.evaluate;

import fovea.tensor.Lanes;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How far figures would vary with other images of the same kind: they are computed again for images
 * drawn with replacement, and the middle 95 % of what comes out is the interval. The same seed
 * gives the same intervals on any number of threads.
 *
 * @param resamples how often; 0 gives no intervals
 * @param rng whose seed decides what is drawn
 * @param threads at work on resamples beside one another
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron and Tibshirani 1993, chapter 13</a>
 */
public record Bootstrap(int resamples, Rng rng, int threads) {
  /** Resamples from which percentiles are steady to a tenth of the interval. */
  public static final int USUAL = 1000;

  private static final double TAIL = 0.025;

  public Bootstrap {
    if (resamples < 0) {
      throw new IllegalArgumentException("resamples: " + resamples + ", expected at least 0");
    }
  }

  /** No intervals. */
  public static Bootstrap none() {
    return new Bootstrap(0, Rng.seeded(0), 1);
  }

  /** Figures of images of which each counts several times, or not at all. */
  @FunctionalInterface
  interface Figures {
    /**
     * The figures; one that these images don't define is NaN.
     *
     * @param weights how often each image counts
     */
    double[] of(int[] weights);
  }

  /**
   * An interval for each figure; null for one that most resamples don't define, and for all where
   * there are no resamples.
   *
   * @param groups sizes of groups of images that follow one another; each is drawn from for itself
   */
  List<@Nullable Interval> intervals(Figures figures, int... groups) {
    int images = IntStream.of(groups).sum();
    double[][] found = new double[resamples][];
    try (Lanes lanes = new Lanes(threads)) {
      int[][] weights = new int[lanes.count()][images];
      lanes.eachUnlessInterrupted(
          resamples,
          (number, lane) -> {
            draw(weights[lane], rng.split("resample", number), groups);
            found[number] = figures.of(weights[lane]);
          });
    }
    int count = figures.of(once(images)).length;
    List<@Nullable Interval> intervals = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      int figure = f;
      intervals.add(
          interval(Arrays.stream(found).mapToDouble(resample -> resample[figure]).toArray()));
    }
    return Collections.unmodifiableList(intervals);
  }

  private static void draw(int[] weights, Rng rng, int[] groups) {
    Arrays.fill(weights, 0);
    int start = 0;
    for (int size : groups) {
      for (int i = 0; i < size; i++) {
        weights[start + rng.nextInt(size)]++;
      }
      start += size;
    }
  }

  private static @Nullable Interval interval(double[] figures) {
    double[] defined = Arrays.stream(figures).filter(f -> !Double.isNaN(f)).sorted().toArray();
    return defined.length == 0 || 2 * defined.length < figures.length
        ? null
        : new Interval(quantile(defined, TAIL), quantile(defined, 1 - TAIL));
  }

  /** Between the two values beside it, as NumPy has it. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Weights by which each image counts once. */
  static int[] once(int images) {
    int[] weights = new int[images];
    Arrays.fill(weights, 1);
    return weights;
  }
}
