package fovea.train;

import fovea.data.ImageSet;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which images an epoch trains on so that rare classes aren't neglected: as many as there are, but
 * of each class by the square root of its number, which is between as many of each and as they
 * come. An image comes again only when all others of its class have come as often.
 *
 * @see <a href="https://arxiv.org/abs/1805.00932">Mahajan et al. 2018, section 2.2, who sample by
 *     the root</a>
 */
final class ClassBalance {
  private ClassBalance() {}

  /**
   * Draws an epoch's images.
   *
   * @param chosen those to draw from
   * @param rng of the epoch
   * @return as many as were chosen, class by class
   */
  static int[] draw(ImageSet images, int[] chosen, Rng rng) {
    int[] labels = Arrays.stream(chosen).map(images::label).toArray();
    int[] perClass = new int[images.classes().size()];
    Arrays.stream(labels).forEach(label -> perClass[label]++);
    return draw(labels, chosen, shares(perClass), rng);
  }

  /**
   * Draws so many images of each part; one comes again only when all others of its part have come
   * as often.
   *
   * @param part of each image that is chosen, counted from 0
   * @param wanted of each part; 0 of one that has none
   */
  static int[] draw(int[] part, int[] chosen, int[] wanted, Rng rng) {
    List<List<Integer>> byPart = new ArrayList<>();
    Arrays.stream(wanted).forEach(count -> byPart.add(new ArrayList<>()));
    IntStream.range(0, chosen.length).forEach(i -> byPart.get(part[i]).add(chosen[i]));
    int[] drawn = new int[Arrays.stream(wanted).sum()];
    int end = 0;
    for (int p = 0; p < wanted.length; p++) {
      List<Integer> ofPart = byPart.get(p);
      int[] turn = rng.split("class", p).permutation(ofPart.size());
      for (int i = 0; i < wanted[p]; i++) {
        drawn[end++] = ofPart.get(turn[i % turn.length]);
      }
    }
    return drawn;
  }

  /**
   * As many in all as there are, by the roots of their numbers and by largest remainder.
   *
   * @param perClass how many images there are of each
   */
  static int[] shares(int[] perClass) {
    double roots = Arrays.stream(perClass).mapToDouble(Math::sqrt).sum();
    int all = Arrays.stream(perClass).sum();
    double[] exact = Arrays.stream(perClass).mapToDouble(n -> all * Math.sqrt(n) / roots).toArray();
    int[] shares = Arrays.stream(exact).mapToInt(share -> (int) share).toArray();
    int missing = all - Arrays.stream(shares).sum();
    IntStream.range(0, shares.length)
        .boxed()
        .sorted(Comparator.comparing(c -> shares[c] - exact[c]))
        .limit(missing)
        .forEach(c -> shares[c]++);
    return shares;
  }
}
