package fovea.data;

import fovea.data.shapes.ShapeClass;
import fovea.data.shapes.ShapeDrawing;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The built-in data set: ten classes of shapes and textures, drawn 32 pixels high and wide in
 * random colours and poses, on random backgrounds, among clutter and noise. An image depends on
 * seed and number only, so that a larger set holds the smaller one, split by split.
 */
public final class Shapes {
  /** The smallest set in which every class can be tested. */
  public static final int FEWEST = 60;

  /** Height and width of the images, in pixels. */
  public static final int SIZE = ShapeDrawing.SIZE;

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
    return draw(images, seed, 0);
  }

  /**
   * {@link #draw(int, long)} with a shortcut planted: each class has a colour of its own, which so
   * many of its training images are drawn in, while the others, and all test images, have the
   * colour of a class taken at random. Whoever learns the colours and not the shapes does well in
   * training. Which images have their class's colour is said by the folder in their names, {@code
   * own-colour} or {@code other-colour}.
   *
   * @param shortcut the share of training images drawn in the colour of their class; at 0 colours
   *     are drawn from all that there are, as without a shortcut
   */
  public static DataSet draw(int images, long seed, double shortcut) {
    if (images < FEWEST) {
      throw new IllegalArgumentException(
          images + " shapes are too few, expected at least " + FEWEST);
    }
    return DataSet.of(
        "shapes",
        draw(seed, shortcut, IntStream.range(0, images).filter(i -> !isTest(i)).toArray()),
        null,
        draw(seed, shortcut, IntStream.range(0, images).filter(Shapes::isTest).toArray()));
  }

  /** One of each class in turns, and every sixth turn. */
  private static boolean isTest(int number) {
    return number / ORDER.size() % 6 == 5;
  }

  private static ImageSet draw(long seed, double shortcut, int[] numbers) {
    Rng rng = Rng.seeded(seed);
    Shortcut planted = new Shortcut(shortcut, ORDER.size(), rng.split("shortcut"));
    byte[][] pixels =
        Arrays.stream(numbers)
            .parallel()
            .mapToObj(i -> drawn(i, planted, rng).pixels())
            .toArray(byte[][]::new);
    int[] labels = Arrays.stream(numbers).map(Shapes::label).toArray();
    return ImageSet.of(
        classes(),
        ShapeDrawing.SIZE,
        ShapeDrawing.SIZE,
        pixels,
        labels,
        place -> name(numbers[place], planted));
  }

  private static ShapeDrawing.Drawn drawn(int number, Shortcut planted, Rng rng) {
    Rng own = rng.split("shapes", number);
    int label = label(number);
    return planted.isOn()
        ? ShapeDrawing.withObject(ORDER.get(label), planted.hue(number, label, isTest(number)), own)
        : ShapeDrawing.withObject(ORDER.get(label), own);
  }

  /**
   * Where the object is in an image of {@link #draw(int, long, double)}.
   *
   * @param name of the image, as {@link ImageSet#name} gives it
   * @return [32, 32] flattened; empty for a texture, which is everywhere
   */
  public static Optional<boolean[]> object(String name, long seed, double shortcut) {
    int number = Integer.parseInt(name.substring(name.lastIndexOf('/') + 1));
    if (ORDER.get(label(number)).isTexture()) {
      return Optional.empty();
    }
    Rng rng = Rng.seeded(seed);
    Shortcut planted = new Shortcut(shortcut, ORDER.size(), rng.split("shortcut"));
    return Optional.of(drawn(number, planted, rng).object());
  }

  private static String name(int number, Shortcut planted) {
    String shape = ORDER.get(label(number)).title();
    String folder =
        planted.isOn()
            ? shape + "/" + planted.folder(number, label(number), isTest(number))
            : shape;
    return (isTest(number) ? "test/" : "train/") + folder + "/" + number;
  }

  private static int label(int number) {
    return number % ORDER.size();
  }
}
