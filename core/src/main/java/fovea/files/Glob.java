package fovea.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Patterns such as {@code photos/*.jpg}, for where no shell expands them: on Windows, and in
 * quotes. {@code **} stands for folders at any depth.
 */
public final class Glob {
  private static final String DEEP = "**";

  /** As they stand between brackets; a backslash is a separator on Windows only. */
  private static final String SEPARATORS = File.separatorChar == '/' ? "/" : "/\\\\";

  private Glob() {}

  /** Whether the text is a pattern, unless a file has this very name. */
  public static boolean isPattern(String text) {
    return wildcard(text) >= 0 && !isThere(text);
  }

  /**
   * All files and folders that match, sorted folder by folder. Hidden ones are matched by what
   * begins with a dot, as in a shell.
   */
  public static List<Path> matches(String pattern) {
    int wildcard = wildcard(pattern);
    int begin = wildcard;
    while (begin > 0 && SEPARATORS.indexOf(pattern.charAt(begin - 1)) < 0) {
      begin--;
    }
    try {
      List<Path> found = GivenPath.all(pattern.substring(0, begin));
      for (String name : pattern.substring(begin).split("[" + SEPARATORS + "]+", -1)) {
        found = found.stream().flatMap(folder -> step(folder, name)).toList();
      }
      return found;
    } catch (PatternSyntaxException e) {
      return List.of();
    }
  }

  private static int wildcard(String text) {
    return IntStream.range(0, text.length())
        .filter(i -> "*?[{".indexOf(text.charAt(i)) >= 0)
        .findFirst()
        .orElse(-1);
  }

  private static boolean isThere(String text) {
    try {
      return Files.exists(Path.of(text));
    } catch (InvalidPathException e) {
      return false; // Windows has no such names
    }
  }

  private static Stream<Path> step(Path folder, String name) {
    if (name.equals(DEEP)) {
      return Stream.concat(
          Stream.of(folder),
          list(folder).stream()
              .filter(
                  path -> !hidden(path) && Files.isDirectory(path) && !Files.isSymbolicLink(path))
              .flatMap(path -> step(path, DEEP)));
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return Stream.of(folder.resolve(name)).filter(Files::isDirectory);
    }
    PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + name);
    return list(folder).stream()
        .filter(path -> matcher.matches(path.getFileName()))
        .filter(path -> name.startsWith(".") || !hidden(path));
  }

  private static boolean hidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of(); // no folder, or none that may be looked into
    }
  }
}
