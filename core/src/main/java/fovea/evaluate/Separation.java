package fovea.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How well a score tells known images from unknown ones.
 *
 * @param method name of the score
 * @param known how many known images there are
 * @param unknown how many others
 * @param auroc share of pairs in which the known image scores higher, ties counting half
 * @param aurocInterval or null without resamples, or where all are alike
 * @param falsePositiveRate share of the unknown images that are taken for known where at least 95 %
 *     of the known ones are
 * @param falsePositiveInterval or null without resamples, or where all are alike
 * @see <a href="https://arxiv.org/abs/1610.02136">Hendrycks and Gimpel 2017, section 2</a>
 */
public record Separation(
    String method,
    int known,
    int unknown,
    double auroc,
    @Nullable Interval aurocInterval,
    double falsePositiveRate,
    @Nullable Interval falsePositiveInterval) {
  private static final double TRUE_POSITIVES = 0.95;

  /**
   * Compares images of a network's classes with images of other things.
   *
   * @throws IllegalArgumentException if either are none
   */
  public static Separation of(
      Familiarity by, Outputs<?> known, Outputs<?> unknown, Bootstrap bootstrap) {
    return of(by.name(), by.of(known), by.of(unknown), bootstrap);
  }

  static Separation of(String method, double[] known, double[] unknown, Bootstrap bootstrap) {
    if (known.length == 0 || unknown.length == 0) {
      throw new IllegalArgumentException(
          "%d known and %d unknown images, expected some of each"
              .formatted(known.length, unknown.length));
    }
    Ranking ranking =
        Ranking.of(DoubleStream.concat(Arrays.stream(known), Arrays.stream(unknown)).toArray());
    int[] isKnown = new int[ranking.size()];
    Arrays.fill(isKnown, 0, known.length, 1);
    Bootstrap.Figures figures =
        weights -> {
          int place = ranking.placeOf(TRUE_POSITIVES, weights, isKnown, 1);
          return new double[] {
            ranking.area(weights, isKnown, 1), ranking.negativesFrom(place, weights, isKnown, 1)
          };
        };
    double[] found = figures.of(Bootstrap.once(isKnown.length));
    List<@Nullable Interval> intervals = bootstrap.intervals(figures, known.length, unknown.length);
    return new Separation(
        method,
        known.length,
        unknown.length,
        found[0],
        intervals.get(0),
        found[1],
        intervals.get(1));
  }
}
