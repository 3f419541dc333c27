package fovea.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Images by a score, lowest first, from which areas under curves are read exactly for any weights:
 * images of the same score are neither above nor below one another.
 */
final class Ranking {
  private final int[] order;

  /** Whether the image at a place is the last of those with its score. */
  private final boolean[] endsTie;

  private Ranking(int[] order, boolean[] endsTie) {
    this.order = order;
    this.endsTie = endsTie;
  }

  static Ranking of(double[] scores) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(i -> i)
            .toArray();
    boolean[] endsTie = new boolean[order.length];
    for (int at = 0; at < order.length; at++) {
      endsTie[at] = at + 1 == order.length || scores[order[at]] < scores[order[at + 1]];
    }
    return new Ranking(order, endsTie);
  }

  int size() {
    return order.length;
  }

  /** Which image stands at a place, the lowest at 0. */
  int image(int place) {
    return order[place];
  }

  /** Whether the place before it has a lower score, or there is none. */
  boolean beginsTie(int place) {
    return place == 0 || endsTie[place - 1];
  }

  /**
   * The share of pairs of a positive and a negative image in which the positive one scores higher,
   * ties counting half: the area under the receiver operating characteristic. NaN where there is no
   * such pair.
   *
   * @param weights how often each image counts
   * @param labels of the images; those of class {@code positive} are positive
   * @see <a href="https://doi.org/10.1148/radiology.143.1.7063747">Hanley and McNeil 1982</a>
   */
  double area(int[] weights, int[] labels, int positive) {
    double pairs = 0;
    long negatives = 0;
    long positives = 0;
    long tiedNegatives = 0;
    long tiedPositives = 0;
    for (int at = 0; at < order.length; at++) {
      int image = order[at];
      if (labels[image] == positive) {
        tiedPositives += weights[image];
      } else {
        tiedNegatives += weights[image];
      }
      if (endsTie[at]) {
        pairs += tiedPositives * (negatives + tiedNegatives / 2.0);
        positives += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
    }
    return pairs / ((double) positives * negatives);
  }

  /**
   * The place from which on at least this share of the positive images stands, as few as can be;
   * whoever has its score is above it.
   */
  int placeOf(double share, int[] weights, int[] labels, int positive) {
    long all = 0;
    for (int image : order) {
      all += labels[image] == positive ? weights[image] : 0;
    }
    long found = 0;
    for (int at = order.length - 1; at > 0; at--) {
      found += labels[order[at]] == positive ? weights[order[at]] : 0;
      if (beginsTie(at) && found >= share * all) {
        return at;
      }
    }
    return 0;
  }

  /** Of the negative images, the share that stands at a place or above it. */
  double negativesFrom(int place, int[] weights, int[] labels, int positive) {
    long all = 0;
    long above = 0;
    for (int at = 0; at < order.length; at++) {
      int counted = labels[order[at]] == positive ? 0 : weights[order[at]];
      all += counted;
      above += at < place ? 0 : counted;
    }
    return (double) above / all;
  }
}
