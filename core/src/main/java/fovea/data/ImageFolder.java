package fovea.data;

import fovea.FoveaException;
import fovea.data.FolderLayout.Labelled;
import fovea.image.ImageFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A data set read from class folders, {@code cat/1.jpg}, or from {@code train/cat/1.jpg} with
 * {@code val/} (or {@code validation/}) and {@code test/} beside {@code train/} where there are
 * such. The classes are the folders' names, sorted. Hidden files and files that are no images are
 * passed over.
 *
 * @param data the images that could be read
 * @param unreadable the others, in the order of splits, classes and file names
 */
public record ImageFolder(DataSet data, List<Unreadable> unreadable) {
  /** The share of all images that may be unreadable, in [0, 1]. */
  public static final double TOLERATED_SHARE = 0.01;

  private static final double HEAP_SHARE = 0.7;
  private static final int NAMED = 3;

  /**
   * A file that looks like an image and can't be decoded.
   *
   * @param message one sentence that begins with the file
   */
  public record Unreadable(Path file, String message) {}

  /** Told how far the reading is; by the threads that read, one at a time, with rising counts. */
  @FunctionalInterface
  public interface Progress {
    void done(int images, int all);
  }

  /**
   * Reads a folder without telling how far it is.
   *
   * @throws FoveaException as {@link #read(Path, int, int, Progress)} does
   */
  public static ImageFolder read(Path folder, int height, int width) {
    return read(folder, height, width, (images, all) -> {});
  }

  /**
   * Reads all images of a folder into memory, scaled and cut to one size by {@link
   * fovea.image.Resize#cover}. On all cores; the result doesn't depend on how many there are.
   *
   * @param folder what the data set is called after, too
   * @param height of the images, in pixels
   * @param width of the images, in pixels
   * @throws FoveaException if the folder is laid out otherwise, a class is empty, the images don't
   *     fit into memory, or more than {@link #TOLERATED_SHARE} of them are unreadable
   */
  public static ImageFolder read(Path folder, int height, int width, Progress progress) {
    if (height < 1 || width < 1 || 3L * height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no images are of " + height + " x " + width);
    }
    FolderLayout layout = FolderLayout.of(folder);
    requireMemory(folder, layout.images(), height, width);
    Reading reading = new Reading(height, width, layout.images(), progress);
    Part train = reading.part(layout.train());
    Part validation = reading.part(layout.validation());
    Part test = reading.part(layout.test());
    List<Unreadable> unreadable =
        Stream.of(train, validation, test).flatMap(part -> part.unreadable().stream()).toList();
    requireFew(folder, unreadable, layout.images());
    requireSome(layout.train(), train);
    requireSome(layout.validation(), validation);
    requireSome(layout.test(), test);
    Path absolute = folder.toAbsolutePath().normalize();
    DataSet data =
        DataSet.of(
            Objects.requireNonNullElse(absolute.getFileName(), absolute).toString(),
            reading.images(layout.classes(), train),
            validation.read().isEmpty() ? null : reading.images(layout.classes(), validation),
            test.read().isEmpty() ? null : reading.images(layout.classes(), test));
    return new ImageFolder(data, unreadable);
  }

  private static void requireMemory(Path folder, int images, int height, int width) {
    long heap = Runtime.getRuntime().maxMemory();
    double needed = 3.0 * height * width * images;
    if (needed > HEAP_SHARE * heap) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "%s: %,d images of %d x %d take %,.1f GB, expected at most %.1f GB (%.0f %% of what"
                  + " Java may use); give it more by -Xmx, or use smaller or fewer images",
              folder,
              images,
              height,
              width,
              needed / 1e9,
              HEAP_SHARE * heap / 1e9,
              100 * HEAP_SHARE));
    }
  }

  private static void requireFew(Path folder, List<Unreadable> unreadable, int images) {
    if (unreadable.size() > TOLERATED_SHARE * images) {
      String first =
          unreadable.stream()
              .limit(NAMED)
              .map(Unreadable::message)
              .collect(Collectors.joining("; "));
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d images can't be read, expected at most %.0f %%; %s%s",
              folder,
              unreadable.size(),
              images,
              100 * TOLERATED_SHARE,
              first,
              unreadable.size() > NAMED ? "; ..." : ""));
    }
  }

  /** A class that vanishes from a split would change what its accuracy means. */
  private static void requireSome(List<Labelled> images, Part part) {
    Set<Path> folders = new TreeSet<>();
    images.forEach(image -> folders.add(image.file().getParent()));
    part.read().forEach(image -> folders.remove(image.file().getParent()));
    for (Path folder : folders) {
      throw new FoveaException(
          folder + ": none of the images in this class folder can be read; replace or delete them");
    }
  }

  /** What was read of one split, in its order. */
  @SuppressWarnings("ArrayRecordComponent") // given away to an ImageSet
  private record Part(List<Labelled> read, byte[][] pixels, List<Unreadable> unreadable) {}

  private static final class Reading {
    private final int height;
    private final int width;
    private final int all;
    private final Progress progress;
    private int done;

    Reading(int height, int width, int all, Progress progress) {
      this.height = height;
      this.width = width;
      this.all = all;
      this.progress = progress;
    }

    Part part(List<Labelled> images) {
      byte[][] pixels = new byte[images.size()][];
      Unreadable[] unreadable = new Unreadable[images.size()];
      IntStream.range(0, images.size())
          .parallel()
          .forEach(
              i -> {
                Path file = images.get(i).file();
                try {
                  pixels[i] = ImageFile.decode(file, height, width).rgb();
                } catch (FoveaException e) {
                  unreadable[i] = new Unreadable(file, Objects.toString(e.getMessage()));
                }
                tell();
              });
      return new Part(
          IntStream.range(0, pixels.length)
              .filter(i -> pixels[i] != null)
              .mapToObj(images::get)
              .toList(),
          Stream.of(pixels).filter(Objects::nonNull).toArray(byte[][]::new),
          Stream.of(unreadable).filter(Objects::nonNull).toList());
    }

    ImageSet images(List<String> classes, Part part) {
      int[] labels = part.read().stream().mapToInt(Labelled::label).toArray();
      return ImageSet.of(classes, height, width, part.pixels(), labels);
    }

    private synchronized void tell() {
      progress.done(++done, all);
    }
  }
}
