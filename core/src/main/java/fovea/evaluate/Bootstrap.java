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
  private static final double MOST = 0.95;

  /** Below which two values differ by rounding alone, as a share of them. */
  private static final double ROUNDING = 1e-12;

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
  public interface Figures {
    /**
     * The figures; one that these images don't define is NaN.
     *
     * @param weights how often each image counts
     */
    double[] of(int[] weights);
  }

  /**
   * An interval for each figure; null for one that most resamples don't define or that is the same
   * in all of them (images that are all right say nothing of how many others are wrong), and for
   * all where there are no resamples.
   *
   * @param groups sizes of groups of images that follow one another; each is drawn from for itself
   */
  public List<@Nullable Interval> intervals(Figures figures, int... groups) {
    double[][] found = resampled(figures, groups);
    int count = count(figures, groups);
    List<@Nullable Interval> intervals = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      intervals.add(interval(defined(found, f)));
    }
    return Collections.unmodifiableList(intervals);
  }

  /**
   * What each figure stays at or below in 95 of 100 resamples; NaN where there are no resamples.
   *
   * @param figures all of them defined by whatever images
   * @param groups as of {@link #intervals}
   */
  public double[] mostly(Figures figures, int... groups) {
    double[][] found = resampled(figures, groups);
    return IntStream.range(0, count(figures, groups))
        .mapToObj(f -> defined(found, f))
        .mapToDouble(Bootstrap::mostlyOfSorted)
        .toArray();
  }

  /** What values stay at or below in 95 of 100 cases; NaN of none. */
  static double mostly(double[] values) {
    return mostlyOfSorted(Arrays.stream(values).sorted().toArray());
  }

  private static double mostlyOfSorted(double[] sorted) {
    return sorted.length == 0 ? Double.NaN : quantile(sorted, MOST);
  }

  /** How many figures there are, resamples or none. */
  private static int count(Figures figures, int... groups) {
    return figures.of(once(IntStream.of(groups).sum())).length;
  }

  /** The figures of each resample. */
  private double[][] resampled(Figures figures, int... groups) {
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
    return found;
  }

  /** One figure of the resamples that define it, sorted. */
  private static double[] defined(double[][] found, int figure) {
    return Arrays.stream(found)
        .mapToDouble(resample -> resample[figure])
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
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

  private @Nullable Interval interval(double[] defined) {
    if (defined.length == 0 || 2 * defined.length < resamples) {
      return null;
    }
    double low = quantile(defined, TAIL);
    double high = quantile(defined, 1 - TAIL);
    return high - low > ROUNDING * Math.max(Math.abs(low), Math.abs(high))
        ? new Interval(low, high)
        : null;
  }

  /** Between the two values beside it, as NumPy has it. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Weights by which each image counts once. */
  public static int[] once(int images) {
    int[] weights = new int[images];
    Arrays.fill(weights, 1);
    return weights;
  }
}
