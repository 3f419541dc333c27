package fovea.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled RGB images of one size, in memory. Immutable by agreement: pixels are shared, not
 * copied.
 */
public final class ImageSet {
  private final List<String> classes;
  private final int height;
  private final int width;
  private final byte[][] pixels;
  private final int[] labels;

  private ImageSet(List<String> classes, int height, int width, byte[][] pixels, int[] labels) {
    this.classes = classes;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Keeps the arrays, which the caller gives away.
   *
   * @param classes K names, in the order of the labels
   * @param pixels one array an image, [height, width, 3] flattened, each 0 to 255
   * @param labels in [0, K), one for each image
   * @throws IllegalArgumentException if sizes or labels don't fit
   */
  public static ImageSet of(
      List<String> classes, int height, int width, byte[][] pixels, int[] labels) {
    if (pixels.length != labels.length) {
      throw new IllegalArgumentException(
          pixels.length + " images have " + labels.length + " labels, expected one each");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes.size()) {
        throw new IllegalArgumentException(
            "image " + i + " has label " + labels[i] + ", expected 0 to " + (classes.size() - 1));
      }
      if (pixels[i].length != height * width * 3) {
        throw new IllegalArgumentException(
            "image %d has %d bytes, expected %d x %d x 3"
                .formatted(i, pixels[i].length, height, width));
      }
    }
    return new ImageSet(List.copyOf(classes), height, width, pixels, labels);
  }

  public List<String> classes() {
    return classes;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  public int size() {
    return labels.length;
  }

  /** Which class an image shows, in [0, K). */
  public int label(int image) {
    return labels[image];
  }

  /** The image's bytes, [height, width, 3] flattened; shared, not to be changed. */
  public byte[] pixels(int image) {
    return pixels[image];
  }

  /** How many images there are of each class. */
  public int[] perClass() {
    int[] counts = new int[classes.size()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /**
   * The images whose classes are among these, numbered as these are. Names are the same whatever
   * Unicode form they are written in.
   */
  public ImageSet withClasses(List<String> others) {
    if (others.equals(classes)) {
      return this;
    }
    List<String> composed = others.stream().map(ClassName::composed).toList();
    int[] theirs =
        classes.stream().mapToInt(name -> composed.indexOf(ClassName.composed(name))).toArray();
    ImageSet known =
        select(IntStream.range(0, size()).filter(i -> theirs[labels[i]] >= 0).toArray());
    int[] renumbered = Arrays.stream(known.labels).map(label -> theirs[label]).toArray();
    return new ImageSet(List.copyOf(others), height, width, known.pixels, renumbered);
  }

  /** These images and then the others, which have the same size and classes. */
  ImageSet and(ImageSet others) {
    byte[][] all = Arrays.copyOf(pixels, size() + others.size());
    System.arraycopy(others.pixels, 0, all, size(), others.size());
    int[] both = IntStream.concat(IntStream.of(labels), IntStream.of(others.labels)).toArray();
    return of(classes, height, width, all, both);
  }

  /** These images, in this order; pixels are shared. */
  public ImageSet select(int[] images) {
    byte[][] chosen = new byte[images.length][];
    Arrays.setAll(chosen, i -> pixels[images[i]]);
    int[] theirs = Arrays.stream(images).map(i -> labels[i]).toArray();
    return new ImageSet(classes, height, width, chosen, theirs);
  }
}
