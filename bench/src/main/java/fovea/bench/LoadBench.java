package fovea.bench;

import fovea.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How fast images become pixels of 32 x 32: all files of a folder, on all cores, a quarter of them
 * to warm up and all for the figure.
 *
 * <p>Argument: a folder of images.
 */
public final class LoadBench {
  private LoadBench() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    List<Path> files;
    try (Stream<Path> paths = Files.walk(folder)) {
      files = paths.filter(Files::isRegularFile).sorted().toList();
    }
    read(files.subList(0, files.size() / 4));
    long start = System.nanoTime();
    read(files);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %d images in %.2f s, %.1f images/s%n",
        folder.getFileName(),
        files.size(),
        seconds,
        files.size() / seconds);
  }

  private static void read(List<Path> files) {
    files.parallelStream().forEach(file -> ImageFile.decode(file, 32, 32));
  }
}
