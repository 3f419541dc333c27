package fovea.data;

import fovea.FoveaException;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Draws episodes from labelled images: classes at random, and of each some images at random. */
public final class Episodes {
  private final EpisodeShape shape;
  private final int[][] byClass;

  private Episodes(EpisodeShape shape, int[][] byClass) {
    this.shape = shape;
    this.byClass = byClass;
  }

  /**
   * Episodes of these images; classes without any don't count.
   *
   * @param classes names, for what is said of them
   * @param labels of the images
   * @param chosen which of them
   * @throws FoveaException if there are fewer classes than ways, or a class has too few images
   */
  public static Episodes of(List<String> classes, int[] labels, int[] chosen, EpisodeShape shape) {
    int[] counts = new int[classes.size()];
    for (int image : chosen) {
      counts[labels[image]]++;
    }
    int[][] all = new int[counts.length][];
    for (int c = 0; c < counts.length; c++) {
      requireEnough(classes.get(c), counts[c], shape);
      all[c] = new int[counts[c]];
    }
    for (int image : chosen) {
      all[labels[image]][--counts[labels[image]]] = image;
    }
    int[][] present = Arrays.stream(all).filter(c -> c.length > 0).toArray(int[][]::new);
    if (present.length < shape.ways()) {
      throw new FoveaException(
          "episodes of %d ways take as many classes, and there are %d with images; take fewer ways, or add classes"
              .formatted(shape.ways(), present.length));
    }
    return new Episodes(shape, present);
  }

  private static void requireEnough(String name, int images, EpisodeShape shape) {
    if (images > 0 && images < shape.perClass()) {
      throw new FoveaException(
          "class %s has %d images, and an episode takes %d of each class, %d to learn from and %d to be told; add some, or take fewer shots or queries"
              .formatted(name, images, shape.perClass(), shape.shots(), shape.queries()));
    }
  }

  /** {@link #of(List, int[], int[], EpisodeShape)} of these images of a set. */
  public static Episodes of(ImageSet images, int[] chosen, EpisodeShape shape) {
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    return of(images.classes(), labels, chosen, shape);
  }

  /**
   * The images of an episode, class by class, and of each those to learn from first.
   *
   * @return {@link EpisodeShape#size} different numbers
   */
  public int[] draw(Rng rng) {
    int each = shape.perClass();
    int[] drawn = new int[shape.size()];
    int[] classes = rng.permutation(byClass.length);
    for (int way = 0; way < shape.ways(); way++) {
      int[] images = byClass[classes[way]];
      int[] turn = rng.permutation(images.length);
      for (int i = 0; i < each; i++) {
        drawn[way * each + i] = images[turn[i]];
      }
    }
    return drawn;
  }

  /** The images of several episodes, one after the other. */
  public int[] draw(int episodes, Rng rng) {
    return IntStream.range(0, episodes)
        .mapToObj(i -> draw(rng.split("episode", i)))
        .flatMapToInt(IntStream::of)
        .toArray();
  }
}
