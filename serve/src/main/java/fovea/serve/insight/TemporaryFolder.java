package fovea.serve.insight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder for files that are made while the service runs; it is made when it is needed. */
final class TemporaryFolder implements AutoCloseable {
  private @Nullable Path made;

  synchronized Path path() throws IOException {
    Path path = made == null ? Files.createTempDirectory("fovea-serve") : made;
    made = path;
    return path;
  }

  /** A folder in it, for what goes together. */
  Path fresh() throws IOException {
    return Files.createTempDirectory(path(), "model");
  }

  /** Removes it, with what is in it. */
  @Override
  public synchronized void close() {
    if (made != null) {
      remove(made);
    }
  }

  /** Removes a folder, with what is in it, unless somebody has cleared it away already. */
  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
