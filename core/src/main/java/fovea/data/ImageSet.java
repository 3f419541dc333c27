package fovea.data;

import fovea.data.folder.ClassName;
import fovea.image.Pixels;
import fovea.image.Resize;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled RGB images of one size, in memory or read when they are asked for. Immutable by
 * agreement: pixels are shared, not copied. A part of a set is four bytes an image.
 */
public final class ImageSet {
  private final List<String> classes;
  private final int height;
  private final int width;
  private final ImageSource source;

  /** The same images, numbered as in the source, of another size; null where there are none. */
  private final @Nullable Larger larger;

  /** Numbers in the source. */
  private final int[] images;

  /** What the classes of the source are here; no image has one that is -1. */
  private final int[] renumbered;

  private record Larger(int height, int width, ImageSource source) {}

  private ImageSet(
      List<String> classes,
      int height,
      int width,
      ImageSource source,
      @Nullable Larger larger,
      int[] images,
      int[] renumbered) {
    this.classes = classes;
    this.height = height;
    this.width = width;
    this.source = source;
    this.larger = larger;
    this.images = images;
    this.renumbered = renumbered;
  }

  /**
   * Keeps the arrays of pixels, which the caller gives away.
   *
   * @param classes K names, in the order of the labels
   * @param pixels one array an image, [height, width, 3] flattened, each 0 to 255
   * @param labels in [0, K), one for each image
   * @throws IllegalArgumentException if sizes or labels don't fit
   */
  public static ImageSet of(
      List<String> classes, int height, int width, byte[][] pixels, int[] labels) {
    return of(classes, height, width, pixels, labels, i -> "image " + i);
  }

  /**
   * {@link #of(List, int, int, byte[][], int[])} of images that are called something.
   *
   * @param names of the images by number, for {@link #name}
   */
  public static ImageSet of(
      List<String> classes,
      int height,
      int width,
      byte[][] pixels,
      int[] labels,
      IntFunction<String> names) {
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
    Labels theirs = Labels.of(labels.length, classes.size(), i -> labels[i]);
    return of(
        classes, height, width, new ImagesInMemory(pixels, theirs, names), all(labels.length));
  }

  /**
   * Photos of one size that a network is to be asked about, whatever they show: each has the first
   * class.
   *
   * @param photos at least one
   */
  public static ImageSet unlabelled(List<String> classes, List<Pixels> photos) {
    Pixels first = photos.get(0);
    return of(
        classes,
        first.height(),
        first.width(),
        photos.stream().map(Pixels::rgb).toArray(byte[][]::new),
        new int[photos.size()]);
  }

  /**
   * @param images those of the source that are meant
   */
  static ImageSet of(
      List<String> classes, int height, int width, ImageSource source, int[] images) {
    return new ImageSet(
        List.copyOf(classes), height, width, source, null, images, all(classes.size()));
  }

  /**
   * The same, with each image in another size besides.
   *
   * @param largerSource has the images of this set's source under the same numbers
   */
  ImageSet withLarger(int largerHeight, int largerWidth, ImageSource largerSource) {
    return new ImageSet(
        classes,
        height,
        width,
        source,
        new Larger(largerHeight, largerWidth, largerSource),
        images,
        renumbered);
  }

  /**
   * The same images, to train on: larger ones where they were read so, to be cropped or scaled to
   * the size of these.
   */
  public ImageSet enlarged() {
    return larger == null
        ? this
        : new ImageSet(
            classes, larger.height, larger.width, larger.source, null, images, renumbered);
  }

  private static int[] all(int size) {
    return IntStream.range(0, size).toArray();
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
    return images.length;
  }

  /** Which class an image shows, in [0, K). */
  public int label(int image) {
    return renumbered[source.label(images[image])];
  }

  /**
   * What the image is called where it was read from: the path of its file in the data's folder,
   * such as {@code train/cat/1.jpg}, or its batch file and its number there, counted from 0, such
   * as {@code test_batch.bin/17}.
   */
  public String name(int image) {
    return source.name(images[image]);
  }

  /** The image's bytes, [height, width, 3] flattened; shared, not to be changed. */
  public byte[] pixels(int image) {
    return source.pixels(images[image]);
  }

  /** {@link #pixels(int)} of several images, faster than one by one. */
  public List<byte[]> pixels(int[] several) {
    return source.pixels(numbers(several));
  }

  /** All images, in the order in which they are read fastest. */
  public int[] readingOrder() {
    return source.readingOrder(images);
  }

  private int[] numbers(int[] several) {
    return Arrays.stream(several).map(i -> images[i]).toArray();
  }

  /** How many images there are of each class. */
  public int[] perClass() {
    int[] counts = new int[classes.size()];
    for (int i = 0; i < images.length; i++) {
      counts[label(i)]++;
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
    int[] known = IntStream.range(0, size()).filter(i -> theirs[label(i)] >= 0).toArray();
    int[] both = Arrays.stream(renumbered).map(label -> label < 0 ? -1 : theirs[label]).toArray();
    return new ImageSet(List.copyOf(others), height, width, source, larger, numbers(known), both);
  }

  /**
   * The same images for a network that doesn't know what they show: all are labelled as the first
   * of its classes, which means nothing.
   */
  public ImageSet unlabelled(List<String> others) {
    return new ImageSet(
        List.copyOf(others), height, width, source, larger, images, new int[renumbered.length]);
  }

  /** These images in memory, scaled from the largest that there are. */
  public ImageSet inSize(ReadSize size) {
    ReadSize to = size.larger();
    ImageSet scaled = scaled(size.height(), size.width());
    return size.hasLarger()
        ? scaled.withLarger(to.height(), to.width(), scaled(to.height(), to.width()).source)
        : scaled;
  }

  private ImageSet scaled(int toHeight, int toWidth) {
    ImageSet largest = enlarged();
    byte[][] pixels = new byte[size()][];
    Arrays.setAll(
        pixels,
        i ->
            Resize.cover(
                    new Pixels(largest.width, largest.height, largest.pixels(i)), toHeight, toWidth)
                .rgb());
    int[] labels = IntStream.range(0, size()).map(this::label).toArray();
    return of(classes, toHeight, toWidth, pixels, labels, this::name);
  }

  /** These images and then the others, which have the same size and classes; to judge on. */
  public ImageSet and(ImageSet others) {
    int[] both = IntStream.concat(IntStream.of(images), IntStream.of(others.images)).toArray();
    if (source == others.source && Arrays.equals(renumbered, others.renumbered)) {
      return new ImageSet(classes, height, width, source, larger, both, renumbered);
    }
    byte[][] pixels = new byte[both.length][];
    Arrays.setAll(pixels, i -> i < size() ? pixels(i) : others.pixels(i - size()));
    int[] labels = new int[both.length];
    Arrays.setAll(labels, i -> i < size() ? label(i) : others.label(i - size()));
    return of(
        classes,
        height,
        width,
        pixels,
        labels,
        i -> i < size() ? name(i) : others.name(i - size()));
  }

  /** These images, in this order; pixels are shared. */
  public ImageSet select(int[] chosen) {
    return new ImageSet(classes, height, width, source, larger, numbers(chosen), renumbered);
  }

  /**
   * As many images as are asked for, or all if there are fewer, spread evenly: images often lie in
   * the order of their classes.
   */
  public ImageSet spread(int count) {
    int chosen = Math.min(count, size());
    return select(
        IntStream.range(0, chosen).map(i -> (int) ((long) i * size() / chosen)).toArray());
  }

  /** Where the pixels are. */
  PixelPlace place() {
    return source.place();
  }

  ImageSource source() {
    return source;
  }

  /** By their numbers in the source. */
  int[] inSource() {
    return images;
  }
}
