package fovea.files;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The path that somebody wrote. Java hands over an argument that isn't UTF-8 with U+FFFD in place
 * of the bytes it can't decode, which names no file any more: what was meant is looked for in the
 * folder.
 */
public final class GivenPath {
  private GivenPath() {}

  /**
   * The path of this text.
   *
   * @throws FoveaException if it can't be one, or several files would be written like that
   */
  public static Path of(String text) {
    List<Path> found = all(text);
    if (found.size() > 1) {
      throw new FoveaException(
          "%s: may be any of %s; rename the one that is meant"
              .formatted(
                  text, found.stream().map(FileName::ofPath).collect(Collectors.joining(", "))));
    }
    return found.get(0);
  }

  /**
   * All files that would be written like this, in the order of their bytes; where there is none,
   * the path as it stands.
   *
   * @throws FoveaException if the text can't be a path
   */
  public static List<Path> all(String text) {
    Path literal;
    try {
      literal = Path.of(text);
    } catch (InvalidPathException e) {
      throw new FoveaException(
          "%s: can't be a path (%s)".formatted(text, e.getReason().toLowerCase(Locale.ROOT)), e);
    }
    if (text.indexOf(FileName.REPLACEMENT) < 0 || Files.exists(literal)) {
      return List.of(literal);
    }
    Path root = literal.getRoot();
    List<Path> found = List.of(root == null ? Path.of("") : root);
    for (Path name : literal) {
      found = found.stream().flatMap(folder -> named(folder, name)).toList();
    }
    return found.isEmpty() ? List.of(literal) : found;
  }

  private static Stream<Path> named(Path folder, Path name) {
    if (name.toString().indexOf(FileName.REPLACEMENT) < 0) {
      return Stream.of(folder.resolve(name));
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> alike = entries.filter(entry -> looksLike(entry, name)).sorted().toList();
      return alike.stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean looksLike(Path entry, Path name) {
    return entry.getFileName().toString().equals(name.toString());
  }
}
