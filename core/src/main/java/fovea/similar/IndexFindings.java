package fovea.similar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What falls out of an index: how far an image's neighbours are says whether there are two of it,
 * or none like it. Both are measured against what is usual among these images, since cosines mean
 * other things with every model.
 *
 * @param duplicates the nearest pairs first
 * @param outliers those farthest from others first
 */
public record IndexFindings(List<Duplicate> duplicates, List<Outlier> outliers) {
  /** Neighbours whose distances count. */
  static final int NEIGHBOURS = 5;

  /** Of the median distance to the last of these neighbours; a pair that is nearer is one image. */
  static final double NEAR = 0.4;

  /**
   * Robust standard deviations from which on an image is an outlier, as Iglewicz and Hoaglin (How
   * to Detect and Handle Outliers, 1993) recommend.
   */
  static final double FAR = 3.5;

  /** The median absolute deviation of a normal distribution's standard deviation 1. */
  private static final double MAD_OF_NORMAL = 0.6745;

  public IndexFindings {
    duplicates = List.copyOf(duplicates);
    outliers = List.copyOf(outliers);
  }

  /**
   * Compares each image with those nearest to it.
   *
   * @param threads their number doesn't change what is found
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  public static IndexFindings of(ImageIndex index, int threads) {
    List<List<Neighbour>> near = index.neighbours().ofEach(NEIGHBOURS, threads);
    return new IndexFindings(duplicates(index, near), outliers(index, near));
  }

  private static List<Duplicate> duplicates(ImageIndex index, List<List<Neighbour>> near) {
    double bound =
        NEAR
            * median(
                near.stream()
                    .filter(each -> !each.isEmpty())
                    .mapToDouble(each -> each.get(each.size() - 1).distance())
                    .toArray());
    List<Duplicate> found = new ArrayList<>();
    for (int i = 0; i < near.size(); i++) {
      for (Neighbour other : near.get(i)) {
        // Of a pair in which each is the other's neighbour, once.
        boolean seen = other.image() < i && holds(near.get(other.image()), i);
        boolean same = index.samePixels(i, other.image());
        if (!seen && (same || other.distance() <= bound)) {
          int first = Math.min(i, other.image());
          int second = Math.max(i, other.image());
          found.add(new Duplicate(index.file(first), index.file(second), other.cosine(), same));
        }
      }
    }
    found.sort(
        Comparator.comparing((Duplicate pair) -> !pair.samePixels())
            .thenComparing(Comparator.comparingDouble(Duplicate::cosine).reversed())
            .thenComparing(Duplicate::first)
            .thenComparing(Duplicate::second));
    return found;
  }

  private static boolean holds(List<Neighbour> near, int image) {
    return near.stream().anyMatch(neighbour -> neighbour.image() == image);
  }

  private static List<Outlier> outliers(ImageIndex index, List<List<Neighbour>> near) {
    double[] distances =
        near.stream()
            .mapToDouble(each -> each.stream().mapToDouble(Neighbour::distance).average().orElse(0))
            .toArray();
    double middle = median(distances);
    double deviation =
        median(Arrays.stream(distances).map(d -> Math.abs(d - middle)).toArray()) / MAD_OF_NORMAL;
    List<Outlier> found = new ArrayList<>();
    for (int i = 0; i < distances.length; i++) {
      double score = deviation == 0 ? 0 : (distances[i] - middle) / deviation;
      if (score > FAR) {
        found.add(new Outlier(index.file(i), distances[i], score));
      }
    }
    found.sort(Comparator.comparingDouble(Outlier::score).reversed().thenComparing(Outlier::file));
    return found;
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
