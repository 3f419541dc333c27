package fovea.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A hundredth by a hundredth, how high a score images reach: enough to say of any other score how
 * many of them are above it, without keeping theirs.
 *
 * @param reached the largest score that 0, 1, ... 100 % of the images reach, falling
 */
public record Percentiles(List<Double> reached) {
  private static final int STEPS = 100;

  public Percentiles {
    if (!fall(reached)) { // a file may hold any
      throw new IllegalArgumentException(
          "expected %d percentiles, none above the one before".formatted(STEPS + 1));
    }
    reached = List.copyOf(reached);
  }

  private static boolean fall(List<Double> reached) {
    return reached.size() == STEPS + 1
        && reached.stream().allMatch(Objects::nonNull)
        && reached.stream().allMatch(Double::isFinite)
        && IntStream.range(0, STEPS).allMatch(i -> reached.get(i) >= reached.get(i + 1));
  }

  /** Of the images with these scores. */
  static Percentiles of(double[] scores) {
    int[] all = Bootstrap.once(scores.length);
    int[] alike = new int[scores.length];
    Ranking ranking = Ranking.of(scores);
    return new Percentiles(
        IntStream.rangeClosed(0, STEPS)
            .mapToObj(i -> ranking.placeOf((double) i / STEPS, all, alike, 0))
            .map(place -> scores[ranking.image(place)])
            .toList());
  }

  /** The share of the images whose scores are above one, to a hundredth or nearer, in [0, 1]. */
  public double above(double score) {
    int at = 0;
    while (at <= STEPS && reached.get(at) > score) {
      at++;
    }
    if (at == 0 || at > STEPS) {
      return at == 0 ? 0 : 1;
    }
    double low = reached.get(at);
    double high = reached.get(at - 1);
    return (at - (score - low) / (high - low)) / STEPS;
  }
}
