package fovea.data;

import fovea.data.shapes.ShapeClass;
import fovea.data.shapes.ShapeDrawing;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The built-in data set: ten classes of shapes and textures, drawn 32 pixels high and wide in
 * random colours and poses, on random backgrounds, among clutter and noise. An image depends on
 * seed and number only, so that a larger set holds the smaller one, split by split.
 */
public final class Shapes {
  /** The smallest set in which every class can be tested. */
  public static final int FEWEST = 60;

  /** In the order of the labels. */
  private static final List<ShapeClass> ORDER = List.copyOf(EnumSet.allOf(ShapeClass.class));

  private Shapes() {}

  /** The names of the classes, in the order of the labels. */
  public static List<String> classes() {
    return ORDER.stream().map(ShapeClass::title).toList();
  }

  /**
   * Draws a data set with about a sixth of its images for testing, and without validation images.
   *
   * @param images in all splits together, at least {@link #FEWEST}; every class gets its share
   * @throws IllegalArgumentException if they are too few
   */
  public static DataSet draw(int images, long seed) {
    if (images < FEWEST) {
      throw new IllegalArgumentException(
          images + " shapes are too few, expected at least " + FEWEST);
    }
    return DataSet.of(
        "shapes",
        draw(seed, IntStream.range(0, images).filter(i -> !isTest(i)).toArray()),
        null,
        draw(seed, IntStream.range(0, images).filter(Shapes::isTest).toArray()));
  }

  /** One of each class in turns, and every sixth turn. */
  private static boolean isTest(int number) {
    return number / ORDER.size() % 6 == 5;
  }

  private static ImageSet draw(long seed, int[] numbers) {
    Rng rng = Rng.seeded(seed);
    byte[][] pixels =
        Arrays.stream(numbers)
            .parallel()
            .mapToObj(i -> ShapeDrawing.of(ORDER.get(label(i)), rng.split("shapes", i)))
            .toArray(byte[][]::new);
    int[] labels = Arrays.stream(numbers).map(Shapes::label).toArray();
    return ImageSet.of(classes(), ShapeDrawing.SIZE, ShapeDrawing.SIZE, pixels, labels);
  }

  private static int label(int number) {
    return number % ORDER.size();
  }
}
