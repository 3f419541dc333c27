package fovea.data;

import fovea.FoveaException;
import fovea.data.FolderLayout.Labelled;
import fovea.image.ImageFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decodes a folder's images, on all cores, and tells how far it is. */
final class FolderReading {
  private final int height;
  private final int width;
  private final int all;
  private final ImageFolder.Progress progress;
  private int done;

  /** What was read of one split, in its order. */
  @SuppressWarnings("ArrayRecordComponent") // given away to an ImageSet
  record Part(List<Labelled> read, byte[][] pixels, List<ImageFolder.Unreadable> unreadable) {}

  FolderReading(int height, int width, int all, ImageFolder.Progress progress) {
    this.height = height;
    this.width = width;
    this.all = all;
    this.progress = progress;
  }

  Part part(List<Labelled> images) {
    byte[][] pixels = new byte[images.size()][];
    ImageFolder.Unreadable[] unreadable = new ImageFolder.Unreadable[images.size()];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(
            i -> {
              Path file = images.get(i).file();
              try {
                pixels[i] = ImageFile.decode(file, height, width).rgb();
              } catch (FoveaException e) {
                unreadable[i] = new ImageFolder.Unreadable(file, Objects.toString(e.getMessage()));
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
