package fovea.train;

import fovea.data.ImageGroups;
import fovea.data.ImageSet;
import fovea.recipe.Sampling;
import fovea.tensor.Rng;
import java.util.Arrays;

/**
 * Which images an epoch trains on so that each group of a class counts as much as any other: as
 * many as there are in all, the same number of each group. Those of a small group come many times.
 *
 * @see <a href="https://arxiv.org/abs/2110.14503">Idrissi et al. 2022, who find that it does as
 *     well as what is more elaborate</a>
 */
final class GroupBalance {
  private GroupBalance() {}

  /**
   * Draws an epoch's images.
   *
   * @param chosen those to draw from
   * @param rng of the epoch
   * @return as many as were chosen, group by group
   */
  static int[] draw(ImageGroups groups, int[] chosen, Rng rng) {
    int[] of = Arrays.stream(chosen).map(image -> groups.of()[image]).toArray();
    int[] counts = counts(of, groups.names().size());
    int present = (int) Arrays.stream(counts).filter(count -> count > 0).count();
    int[] wanted = new int[counts.length];
    int next = 0;
    for (int g = 0; g < counts.length; g++) {
      if (counts[g] > 0) {
        // Whole numbers that differ by one at most and add up to all.
        wanted[g] =
            (int) ((long) chosen.length * (next + 1) / present)
                - (int) ((long) chosen.length * next / present);
        next++;
      }
    }
    return ClassBalance.draw(of, chosen, wanted, rng);
  }

  /**
   * The shares of the groups in epochs of images that are drawn so.
   *
   * @param groups of the images, each of one class
   */
  static double[] shares(Sampling sampling, ImageSet images, ImageGroups groups) {
    double[] shares = new double[groups.names().size()];
    if (sampling == Sampling.GROUPS) {
      Arrays.fill(shares, 1.0 / shares.length);
      return shares;
    }
    int[] counts = counts(groups.of(), shares.length);
    int[] perClass = images.perClass();
    int[] drawn = sampling.balances(perClass) ? ClassBalance.shares(perClass) : perClass;
    for (int i = 0; i < images.size(); i++) {
      int group = groups.of()[i];
      int label = images.label(i);
      shares[group] = counts[group] * ((double) drawn[label] / perClass[label]) / images.size();
    }
    return shares;
  }

  private static int[] counts(int[] of, int groups) {
    int[] counts = new int[groups];
    Arrays.stream(of).forEach(group -> counts[group]++);
    return counts;
  }
}
