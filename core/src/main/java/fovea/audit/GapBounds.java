package fovea.audit;

import fovea.evaluate.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How sure gaps between groups are. The widest of many differences is wide by chance alone, so
 * bounds have to hold for all of them at once: images are drawn anew from each group, and by how
 * many standard errors the difference that is farthest off its own value is off, in 95 of 100
 * draws, takes the place of a single difference's 1.96 in Wilson's bounds.
 *
 * @see <a href="https://doi.org/10.1002/jae.2656">Montiel Olea and Plagborg-Møller 2019, on bounds
 *     for many figures at once</a>
 */
final class GapBounds {
  private final int[] labels;
  private final int[] predicted;
  private final int[] sizes;
  private final int classes;

  /**
   * Of groups that are compared.
   *
   * @param images those of each group
   * @param labels of all images
   * @param predicted of all images
   */
  GapBounds(List<int[]> images, int[] labels, int[] predicted, int classes) {
    int[] inOrder = images.stream().flatMapToInt(IntStream::of).toArray();
    this.labels = IntStream.of(inOrder).map(i -> labels[i]).toArray();
    this.predicted = IntStream.of(inOrder).map(i -> predicted[i]).toArray();
    this.sizes = images.stream().mapToInt(group -> group.length).toArray();
    this.classes = classes;
  }

  /**
   * The shares, with the standard errors that their bounds are away.
   *
   * @param kinds one after the other, of each those that a gap is the widest of
   * @return as many; empty without resamples
   */
  List<ComparedShares> of(Bootstrap bootstrap, List<List<Tally.Share>> kinds) {
    if (bootstrap.resamples() == 0) {
      return List.of();
    }
    List<Tally> tallies = tallies(Bootstrap.once(labels.length));
    List<ComparedShares> found =
        kinds.stream().map(each -> ComparedShares.of(tallies, each, classes)).toList();
    double[] farthest =
        bootstrap.mostly(
            weights -> {
              List<Tally> drawn = tallies(weights);
              return IntStream.range(0, kinds.size())
                  .mapToDouble(k -> found.get(k).farthest(drawn))
                  .toArray();
            },
            sizes);
    return IntStream.range(0, kinds.size())
        .mapToObj(k -> found.get(k).boundedBy(Math.max(Proportion.Z, farthest[k])))
        .toList();
  }

  private List<Tally> tallies(int[] weights) {
    List<Tally> tallies = new ArrayList<>();
    int first = 0;
    for (int size : sizes) {
      tallies.add(Tally.of(labels, predicted, weights, first, first + size, classes));
      first += size;
    }
    return tallies;
  }
}
