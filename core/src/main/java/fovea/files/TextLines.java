package fovea.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lists that people write, such as the names of classes. */
public final class TextLines {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private TextLines() {}

  /**
   * The lines of a file that aren't empty, without what is blank at their ends, and without the
   * mark that some editors write before the first.
   *
   * @throws java.nio.charset.CharacterCodingException if it isn't text in UTF-8
   */
  public static List<String> of(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
