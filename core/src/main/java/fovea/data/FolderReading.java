package fovea.data;

import fovea.FoveaException;
import fovea.data.folder.LabelledFiles;
import fovea.image.ImageFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decodes a folder's images, on all cores, and tells how far it is. */
final class FolderReading {
  private final int height;
  private final int width;
  private final int all;
  private final ImageFolder.Progress progress;
  private int done;

  FolderReading(int height, int width, int all, ImageFolder.Progress progress) {
    this.height = height;
    this.width = width;
    this.all = all;
    this.progress = progress;
  }

  /** All images of a split, in memory. */
  ReadSplit inMemory(List<String> classes, LabelledFiles images) {
    byte[][] pixels = new byte[images.size()][];
    SortedMap<Integer, ImageFolder.Unreadable> unreadable = new ConcurrentSkipListMap<>();
    IntStream.range(0, pixels.length)
        .parallel()
        .forEach(
            i -> {
              byte[] decoded = decode(images.get(i).file(), i, unreadable);
              if (decoded != null) {
                pixels[i] = decoded;
              }
            });
    int[] labels =
        IntStream.range(0, pixels.length)
            .filter(i -> pixels[i] != null)
            .map(images::label)
            .toArray();
    byte[][] read = Stream.of(pixels).filter(Objects::nonNull).toArray(byte[][]::new);
    return new ReadSplit(ImageSet.of(classes, height, width, read, labels), unreadable);
  }

  /**
   * An image's bytes.
   *
   * @param unreadable gets it under {@code place} if it can't be read
   * @return null if it can't
   */
  byte @Nullable [] decode(Path file, int place, Map<Integer, ImageFolder.Unreadable> unreadable) {
    try {
      return ImageFile.decode(file, height, width).rgb();
    } catch (FoveaException e) {
      unreadable.put(place, new ImageFolder.Unreadable(file, Objects.toString(e.getMessage())));
      return null;
    } finally {
      tell();
    }
  }

  private synchronized void tell() {
    progress.done(++done, all);
  }
}
