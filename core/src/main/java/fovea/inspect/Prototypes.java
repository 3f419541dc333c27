package fovea.inspect;

import fovea.data.ImageSet;
import fovea.similar.UnitVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the prototype of each class. */
final class Prototypes {
  private static final int SHOWN = 6;

  private final ImageSet images;
  private final UnitVectors vectors;
  private final double[][] means;
  private final int[] counts;

  private Prototypes(ImageSet images, UnitVectors vectors) {
    this.images = images;
    this.vectors = vectors;
    counts = images.perClass();
    means = new double[counts.length][vectors.dimensions()];
    float[] values = vectors.values();
    for (int i = 0; i < images.size(); i++) {
      double[] mean = means[images.label(i)];
      for (int d = 0; d < mean.length; d++) {
        mean[d] += values[i * mean.length + d] / (double) counts[images.label(i)];
      }
    }
  }

  /**
   * Of each class that has images.
   *
   * @param vectors one for each image
   */
  static List<Prototype> of(ImageSet images, UnitVectors vectors) {
    Prototypes all = new Prototypes(images, vectors);
    return IntStream.range(0, all.counts.length)
        .filter(c -> all.counts[c] > 0)
        .mapToObj(all::prototype)
        .toList();
  }

  private Prototype prototype(int c) {
    List<NearImage> members = new ArrayList<>();
    int[] ordered =
        IntStream.range(0, images.size())
            .filter(i -> images.label(i) == c)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -cosine(c, i)))
            .mapToInt(i -> i)
            .toArray();
    for (int i = 0; i < Math.min(SHOWN, ordered.length); i++) {
      members.add(near(c, ordered[i]));
    }
    List<NearImage> strangers = new ArrayList<>();
    for (int i = ordered.length - 1; i >= Math.max(SHOWN, ordered.length - SHOWN); i--) {
      strangers.add(near(c, ordered[i]));
    }
    Integer other = nearest(c);
    return new Prototype(
        images.classes().get(c),
        counts[c],
        length(means[c]),
        members,
        strangers,
        other == null ? null : images.classes().get(other),
        other == null ? null : cosine(means[c], means[other]));
  }

  private NearImage near(int c, int image) {
    return new NearImage(ShownImage.of(images, image), cosine(c, image));
  }

  /** Between a class's mean and an image. */
  private double cosine(int c, int image) {
    double[] mean = means[c];
    double length = length(mean);
    double sum = 0;
    for (int d = 0; d < mean.length; d++) {
      sum += mean[d] * vectors.values()[image * mean.length + d];
    }
    return length == 0 ? 0 : sum / length;
  }

  private @Nullable Integer nearest(int c) {
    return IntStream.range(0, counts.length)
        .filter(other -> other != c && counts[other] > 0)
        .boxed()
        .max(Comparator.comparingDouble(other -> cosine(means[c], means[other])))
        .orElse(null);
  }

  private static double cosine(double[] one, double[] other) {
    double lengths = length(one) * length(other);
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += one[d] * other[d];
    }
    return lengths == 0 ? 0 : sum / lengths;
  }

  private static double length(double[] vector) {
    double square = 0;
    for (double value : vector) {
      square += value * value;
    }
    return Math.sqrt(square);
  }
}
