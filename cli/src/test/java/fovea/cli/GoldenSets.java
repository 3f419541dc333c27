package fovea.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The runs under {@code fovea/goldens} among the resources, one folder a set, one folder a run in
 * it; large files are compressed.
 */
final class GoldenSets {
  private static final String COMPRESSED = ".gz";

  private GoldenSets() {}

  /** All runs of all sets. */
  static List<Path> runs() {
    try {
      List<Path> runs = new ArrayList<>();
      for (Path set : folders(folder())) {
        runs.addAll(folders(set));
      }
      return runs;
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError("the golden sets can't be read", e);
    }
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(GoldenSets.class.getResource("/fovea/goldens")).toURI());
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** Copies a folder as the run had it. */
  static Path unpack(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      String name = from.relativize(file).toString();
      if (name.endsWith(COMPRESSED)) {
        Path target = to.resolve(name.substring(0, name.length() - COMPRESSED.length()));
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          Files.copy(in, target);
        }
      } else {
        Path target = to.resolve(name);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
    return to;
  }

  /** Copies the files of a run that a golden keeps. */
  static void pack(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      String name = from.relativize(file).toString();
      if (name.endsWith("lock") || name.endsWith(".svg")) {
        continue;
      }
      Path target = to.resolve(name);
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      if (name.endsWith(".safetensors")) {
        Path compressed = target.resolveSibling(target.getFileName() + COMPRESSED);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
          Files.copy(file, out);
        }
      } else {
        Files.copy(file, target);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
