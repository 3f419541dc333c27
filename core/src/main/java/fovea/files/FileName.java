package fovea.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * File names as text. Linux allows any bytes in a name, and {@link Path#toString} shows all that
 * aren't UTF-8 as the same U+FFFD, so that different names may look alike; here they stay apart.
 */
public final class FileName {
  static final char REPLACEMENT = '\ufffd';

  /** What stands before the last name of a whole path, on Linux and macOS or on Windows. */
  private static final Pattern FOLDERS =
      Pattern.compile(
          "(?<![^\\s(`'\"])(/([^/\\s:]+/)*|[A-Za-z]:\\\\([^\\\\\\s:]+\\\\)*)(?=[^/\\s:)`'\"])");

  private FileName() {}

  /** The last name of a path; bytes that aren't UTF-8 are shown like {@code caf\xe9.png}. */
  public static String of(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return path.toString();
    }
    String text = name.toString();
    return text.indexOf(REPLACEMENT) < 0 ? text : decoded(bytes(name));
  }

  /** A whole path as it was given, each name in it as {@link #of} shows it. */
  public static String ofPath(Path path) {
    if (path.toString().indexOf(REPLACEMENT) < 0) {
      return path.toString();
    }
    String separator = path.getFileSystem().getSeparator();
    StringBuilder text = new StringBuilder(path.getRoot() == null ? "" : path.getRoot().toString());
    for (int i = 0; i < path.getNameCount(); i++) {
      text.append(i == 0 ? "" : separator).append(of(path.getName(i)));
    }
    return text.toString();
  }

  /** The last name of a path that was written down, on whatever system. */
  public static String last(String path) {
    return path.replaceFirst("^.*[/\\\\](?=[^/\\\\])", "");
  }

  /**
   * A sentence for those who needn't know where files lie: of each whole path in it, the last name
   * is left.
   */
  public static String withoutFolders(String sentence) {
    return FOLDERS.matcher(sentence).replaceAll("");
  }

  /**
   * The file in a folder whose path from there {@link #ofPath} shows like this; where there is
   * none, the path as it stands.
   */
  public static Path find(Path folder, String shown) {
    Path literal = folder.resolve(shown);
    if (shown.indexOf('\\') < 0 || Files.exists(literal)) {
      return literal;
    }
    Path found = folder;
    for (Path name : Path.of(shown)) {
      try (Stream<Path> entries = Files.list(found)) {
        found =
            entries
                .filter(entry -> of(entry).equals(name.toString()))
                .findFirst()
                .orElse(found.resolve(name));
      } catch (IOException e) {
        return literal;
      }
    }
    return found;
  }

  /** Only a URI tells a path's bytes, as %E9. */
  private static byte[] bytes(Path name) {
    String uri = name.toUri().getRawPath().replaceFirst("/$", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = uri.lastIndexOf('/') + 1; i < uri.length(); i++) {
      if (uri.charAt(i) == '%') {
        bytes.write(Integer.parseInt(uri, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(uri.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String decoded(byte[] name) {
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(name);
    CharBuffer decoded = CharBuffer.allocate(name.length);
    StringBuilder text = new StringBuilder();
    while (true) {
      CoderResult result = utf8.decode(bytes, decoded, true);
      text.append(decoded.flip());
      decoded.clear();
      if (!result.isError()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.append("\\x%02x".formatted(bytes.get()));
      }
      utf8.reset();
    }
  }
}
