package fovea.data;

import fovea.FoveaException;
import fovea.data.folder.FolderLayout;
import fovea.data.folder.LabelledFiles;
import fovea.data.folder.LeftOut;
import fovea.data.folder.SplitWord;
import fovea.files.FileName;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A data set read from class folders, {@code cat/1.jpg}, or from {@code train/cat/1.jpg} with
 * {@code val/} and {@code test/} beside {@code train/} where there are such. The classes are the
 * folders' names, sorted; images may lie in folders below. Runs, system folders and files that are
 * no images are no part of it, and nor are images that can't be read.
 */
public final class ImageFolder {
  /** The share of all images that may be unreadable unless another is asked for, in [0, 1]. */
  public static final double TOLERATED_SHARE = 0.01;

  private static final int NAMED = 3;

  private final FolderLayout layout;
  private final Map<SplitWord, ReadSplit> splits;

  private ImageFolder(FolderLayout layout, Map<SplitWord, ReadSplit> splits) {
    this.layout = layout;
    this.splits = splits;
  }

  /**
   * A file that looks like an image and can't be decoded.
   *
   * @param message one sentence that begins with the file
   */
  public record Unreadable(Path file, String message) {
    static Unreadable of(Path file, String reason) {
      return new Unreadable(file, FileName.ofPath(file) + reason);
    }

    /** What the message says of the file, whatever its path. */
    String reason() {
      String name = FileName.ofPath(file);
      return message.startsWith(name)
          ? message.substring(name.length())
          : message.startsWith(file.toString())
              ? message.substring(file.toString().length())
              : ": " + message;
    }
  }

  /** Told how far the reading is; by the threads that read, one at a time, with rising counts. */
  @FunctionalInterface
  public interface Progress {
    void done(int images, int all);

    /** Hears what happens besides, such as that a cache is made; a sentence without full stop. */
    default void note(String sentence) {}
  }

  /**
   * Reads a folder into memory, without telling how far it is.
   *
   * @throws FoveaException as {@link #read(Path, ReadSize, PixelStorage, Progress)} does
   */
  public static ImageFolder read(Path folder, int height, int width) {
    return read(folder, height, width, PixelStorage.memory(), (images, all) -> {});
  }

  /**
   * Reads all images of a folder, scaled and cut to one size by {@link fovea.image.Resize#cover}.
   * On all cores; the result doesn't depend on how many there are.
   *
   * @param folder what the data set is called after, too
   * @param storage where the pixels may be kept
   * @throws FoveaException if the folder is laid out otherwise, a class is empty, or there is no
   *     room for the images
   */
  public static ImageFolder read(
      Path folder, ReadSize size, PixelStorage storage, Progress progress) {
    return read(folder, size, storage, progress, FolderLayout::requireTrainable);
  }

  /** {@link #read(Path, ReadSize, PixelStorage, Progress)} in one size. */
  public static ImageFolder read(
      Path folder, int height, int width, PixelStorage storage, Progress progress) {
    return read(folder, ReadSize.of(height, width), storage, progress);
  }

  /**
   * {@link #read(Path, ReadSize, PixelStorage, Progress)} of images to judge a model on, which may
   * lie in {@code test/} alone, and in a single class.
   */
  public static ImageFolder readToJudge(
      Path folder, ReadSize size, PixelStorage storage, Progress progress) {
    return read(folder, size, storage, progress, layout -> {});
  }

  private static ImageFolder read(
      Path folder,
      ReadSize size,
      PixelStorage storage,
      Progress progress,
      Consumer<FolderLayout> check) {
    FolderLayout layout = FolderLayout.of(folder);
    check.accept(layout);
    if (size.bytes() * layout.size() > storage.inMemory()) {
      ImageCache cache = storage.cache();
      if (cache == null) {
        throw tooLarge(layout, size, storage.inMemory());
      }
      return new ImageFolder(layout, cache.read(layout, size, progress));
    }
    FolderReading reading = new FolderReading(folder, size, layout.size(), progress);
    Map<SplitWord, ReadSplit> splits = new EnumMap<>(SplitWord.class);
    for (SplitWord split : SplitWord.values()) {
      splits.put(split, reading.inMemory(layout.classes(), layout.images(split)));
    }
    return new ImageFolder(layout, splits);
  }

  /** Images that could not be read, in the order of splits, classes and file names. */
  public List<Unreadable> unreadable() {
    return splits.values().stream().flatMap(read -> read.unreadable().values().stream()).toList();
  }

  /**
   * How many images of each class could be read, in the order of {@link #classes}, by the split
   * whose folder they lie in: {@code train}, which holds all where there are no such folders,
   * {@code validation} and {@code test}.
   */
  public Map<String, List<Integer>> counts() {
    Map<String, List<Integer>> counts = new LinkedHashMap<>();
    for (SplitWord split : layout.splits().keySet()) {
      counts.put(split.toString(), IntStream.of(split(split).images().perClass()).boxed().toList());
    }
    return counts;
  }

  /** The names of the classes. */
  public List<String> classes() {
    return layout.classes();
  }

  /**
   * Refuses images that a model can be judged on, at most.
   *
   * @throws FoveaException if there is no training split, it has a single class, or another split
   *     has classes that it lacks
   */
  public void requireTrainable() {
    layout.requireTrainable();
  }

  /** What else of the folder is no part of the data, sorted by path. */
  public List<LeftOut> leftOut() {
    return layout.leftOut();
  }

  /**
   * The images that could be read.
   *
   * @throws FoveaException as {@link #data(double)} does for {@link #TOLERATED_SHARE}
   */
  public DataSet data() {
    return data(TOLERATED_SHARE);
  }

  /**
   * The images that could be read, if enough of them could.
   *
   * @param tolerated the share of all images that may be unreadable, in [0, 1]; unless it is 0, one
   *     always may
   * @throws FoveaException if more are, or none of a class is left
   */
  public DataSet data(double tolerated) {
    requireFew(tolerated);
    splits.forEach((split, read) -> requireSome(layout.images(split), read));
    return readable();
  }

  /**
   * The images that could be read, however few of a class.
   *
   * @throws FoveaException if there is none
   */
  public DataSet dataToAudit() {
    if (splits.values().stream().allMatch(read -> read.images().size() == 0)) {
      throw new FoveaException(
          "%s: none of its images can be read; the first is %s"
              .formatted(layout.folder(), unreadable().get(0).message()));
    }
    return readable();
  }

  private DataSet readable() {
    return DataSet.of(
        name(),
        split(SplitWord.TRAIN).images(),
        images(SplitWord.VALIDATION).orElse(null),
        images(SplitWord.TEST).orElse(null),
        unreadable().stream()
            .map(image -> FolderReading.name(layout.folder(), image.file()))
            .collect(Collectors.toSet()));
  }

  /** What the data set is called: as the folder is. */
  public String name() {
    Path absolute = layout.folder().toAbsolutePath().normalize();
    return Objects.requireNonNullElse(absolute.getFileName(), absolute).toString();
  }

  private ReadSplit split(SplitWord split) {
    return Objects.requireNonNull(splits.get(split), "all splits are read");
  }

  private Optional<ImageSet> images(SplitWord split) {
    return Optional.of(split(split).images()).filter(images -> images.size() > 0);
  }

  private static FoveaException tooLarge(FolderLayout layout, ReadSize size, long most) {
    return new FoveaException(
        String.format(
            Locale.ROOT,
            "%s: %,d images of %d x %d take %,.1f GB, expected at most %.1f GB (%.0f %% of what"
                + " Java may use); give it more by -Xmx, or use smaller or fewer images",
            layout.folder(),
            layout.size(),
            size.larger().height(),
            size.larger().width(),
            (double) size.bytes() * layout.size() / 1e9,
            most / 1e9,
            100.0 * most / Runtime.getRuntime().maxMemory()));
  }

  private void requireFew(double tolerated) {
    List<Unreadable> unreadable = unreadable();
    int most = tolerated == 0 ? 0 : Math.max(1, (int) (tolerated * layout.size()));
    if (unreadable.size() > most) {
      String first =
          unreadable.stream()
              .limit(NAMED)
              .map(Unreadable::message)
              .collect(Collectors.joining("; "));
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d images can't be read, expected at most %,d (a share of %s); %s%s;"
                  + " `fovea data info %s` lists them, `fovea train --skip-broken` leaves them out",
              layout.folder(),
              unreadable.size(),
              layout.size(),
              most,
              tolerated,
              first,
              unreadable.size() > NAMED ? "; ..." : "",
              layout.folder()));
    }
  }

  /** A class that vanishes from a split would change what its accuracy means. */
  private static void requireSome(LabelledFiles images, ReadSplit read) {
    images
        .classWithin(read.unreadable().keySet())
        .ifPresent(
            folder -> {
              throw new FoveaException(
                  folder
                      + ": none of the images of this class can be read; replace them, or move the"
                      + " folder out of the data");
            });
  }
}
