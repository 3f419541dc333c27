package fovea.data;

import fovea.FoveaException;
import fovea.data.folder.LabelledFiles;
import fovea.files.FileName;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.image.Resize;
import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decodes a folder's images, on all cores, and tells how far it is. */
final class FolderReading {
  private final Path top;
  private final ReadSize size;
  private final int all;
  private final ImageFolder.Progress progress;
  private int done;

  /**
   * @param top by which images are called
   */
  FolderReading(Path top, ReadSize size, int all, ImageFolder.Progress progress) {
    this.top = top;
    this.size = size;
    this.all = all;
    this.progress = progress;
  }

  /** All images of a split, in memory. */
  ReadSplit inMemory(List<String> classes, LabelledFiles images) {
    byte[][] pixels = new byte[images.size()][];
    byte[][] larger = new byte[size.hasLarger() ? images.size() : 0][];
    SortedMap<Integer, ImageFolder.Unreadable> unreadable = new ConcurrentSkipListMap<>();
    IntStream.range(0, pixels.length)
        .parallel()
        .forEach(
            i -> {
              List<byte[]> decoded = decode(images.get(i).file(), i, unreadable);
              if (!decoded.isEmpty()) {
                pixels[i] = decoded.get(0);
                if (size.hasLarger()) {
                  larger[i] = decoded.get(1);
                }
              }
            });
    int[] places = IntStream.range(0, pixels.length).filter(i -> pixels[i] != null).toArray();
    int[] labels = IntStream.of(places).map(images::label).toArray();
    ImageSet read =
        ImageSet.of(
            classes,
            size.height(),
            size.width(),
            readable(pixels),
            labels,
            i -> name(top, images.get(places[i]).file()));
    if (!size.hasLarger()) {
      return new ReadSplit(read, unreadable);
    }
    ReadSize to = size.larger();
    ImageSet of = ImageSet.of(classes, to.height(), to.width(), readable(larger), labels);
    return new ReadSplit(read.withLarger(to.height(), to.width(), of.source()), unreadable);
  }

  /** A file's path within the data's folder, with slashes on every system. */
  static String name(Path top, Path file) {
    return FileName.ofPath(top.relativize(file)).replace(File.separatorChar, '/');
  }

  private static byte[][] readable(byte[][] pixels) {
    return Stream.of(pixels).filter(Objects::nonNull).toArray(byte[][]::new);
  }

  /**
   * An image's bytes, in each size that there is.
   *
   * @param unreadable gets it under {@code place} if it can't be read
   * @return none if it can't
   */
  List<byte[]> decode(Path file, int place, Map<Integer, ImageFolder.Unreadable> unreadable) {
    try {
      return decoded(file, size);
    } catch (FoveaException e) {
      unreadable.put(place, new ImageFolder.Unreadable(file, Objects.toString(e.getMessage())));
      return List.of();
    } finally {
      tell();
    }
  }

  private static List<byte[]> decoded(Path file, ReadSize size) {
    return ImageFile.decode(
        file,
        image -> {
          byte[] pixels = covering(image, size);
          return size.hasLarger()
              ? List.of(pixels, covering(image, size.larger()))
              : List.of(pixels);
        });
  }

  /**
   * Whether one of the images that couldn't be read can be now: what was missing may have been
   * memory, or the permission.
   */
  static boolean canReadOneOf(Collection<ImageFolder.Unreadable> images, ReadSize size) {
    return images.parallelStream().anyMatch(image -> canRead(image.file(), size));
  }

  private static boolean canRead(Path file, ReadSize size) {
    try {
      return !decoded(file, size).isEmpty();
    } catch (FoveaException e) {
      return false;
    }
  }

  private static byte[] covering(Pixels image, ReadSize size) {
    return Resize.cover(image, size.height(), size.width()).rgb();
  }

  private synchronized void tell() {
    progress.done(++done, all);
  }
}
