package fovea.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.image.ImageBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A folder of small images that is read through a cache, and what was told meanwhile. */
public final class CachedFolder {
  public static final int SIZE = 6;

  final Path images;
  final Path caches;
  final List<String> notes = new ArrayList<>();
  final AtomicInteger decoded = new AtomicInteger();

  /** Above which a cache is read in blocks. */
  public long memory = Long.MAX_VALUE;

  /** Bytes for all caches together. */
  long room = 1 << 30;

  public CachedFolder(Path parent) {
    images = parent.resolve("pets");
    caches = parent.resolve("home/cache");
  }

  /** Adds images that differ from all others. */
  public CachedFolder with(String folder, int count) throws IOException {
    Path target = Files.createDirectories(images.resolve(folder));
    for (int i = 0; i < count; i++) {
      Files.write(
          target.resolve(i + ".png"),
          ImageBytes.encoded(ImageBytes.picture(9, 8, 31 * folder.hashCode() + i), "png"));
    }
    return this;
  }

  public ImageFolder read() {
    return read(1);
  }

  public ImageFolder read(double oversize) {
    decoded.set(0);
    notes.clear();
    ImageCache cache = new ImageCache(caches, OptionalLong.of(room), OptionalLong.of(memory));
    return ImageFolder.readToJudge(
        images,
        new ReadSize(SIZE, SIZE, oversize),
        new PixelStorage(0, cache),
        new ImageFolder.Progress() {
          @Override
          public void done(int done, int all) {
            decoded.incrementAndGet();
          }

          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        });
  }

  public ImageFolder inMemory() {
    return inMemory(1);
  }

  public ImageFolder inMemory(double oversize) {
    return ImageFolder.readToJudge(
        images, new ReadSize(SIZE, SIZE, oversize), PixelStorage.memory(), (images, all) -> {});
  }

  /** Makes a cache look like another user's: not even root may open this file to write it. */
  static void giveAway(Path cache) throws IOException {
    Path theirs = Path.of("/proc/sys/kernel/ostype");
    assumeTrue(Files.isReadable(theirs) && !Files.isWritable(theirs), "no such file here");
    Path used = cache.resolveSibling(cache.getFileName() + ".used");
    Files.delete(used);
    Files.createSymbolicLink(used, theirs);
  }

  /** The one cache that there is. */
  Path cache() throws IOException {
    try (Stream<Path> all = Files.list(caches)) {
      return all.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }
}
