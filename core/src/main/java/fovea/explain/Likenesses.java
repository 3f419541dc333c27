package fovea.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** How like itself an explanation stays, by stage and image. */
final class Likenesses {
  private final List<SanityCheck.Stage> stages = new ArrayList<>();
  private final double[] sums;
  private final int[] counts;

  Likenesses(int images) {
    sums = new double[images];
    counts = new int[images];
  }

  /**
   * A stage's.
   *
   * @param found one for each image, where both maps have an order
   */
  void add(String downTo, List<OptionalDouble> found) {
    for (int i = 0; i < sums.length; i++) {
      if (found.get(i).isPresent()) {
        sums[i] += found.get(i).getAsDouble();
        counts[i]++;
      }
    }
    OptionalDouble mean =
        found.stream()
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .average();
    stages.add(
        new SanityCheck.Stage(downTo, mean.isPresent() ? (Double) mean.getAsDouble() : null));
  }

  boolean isEmpty() {
    return stages.isEmpty();
  }

  SanityCheck check() {
    double[] ofImages =
        IntStream.range(0, sums.length)
            .filter(i -> counts[i] > 0)
            .mapToDouble(i -> sums[i] / counts[i])
            .toArray();
    return new SanityCheck(
        stages,
        ofImages.length == 0 ? null : OverImages.of(ofImages),
        IntStream.of(counts).sum(),
        stages.size() * sums.length);
  }
}
