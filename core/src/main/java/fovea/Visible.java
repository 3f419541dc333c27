package fovea;

/**
 * Text of strangers (names of files and classes, keys of a model file) made fit for a line on a
 * terminal: what would move the cursor, change colours, break the line or turn the reading
 * direction is shown as an escape instead.
 */
public final class Visible {
  private static final int NON_JOINER = 0x200c;
  private static final int JOINER = 0x200d;

  private Visible() {}

  /** The text with escapes such as {@code \n}, {@code \x1b} and {@code \u202e}. */
  public static String of(String text) {
    if (text.codePoints().allMatch(Visible::isVisible)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(c -> visible.append(isVisible(c) ? Character.toString(c) : escape(c)));
    return visible.toString();
  }

  /**
   * Whether a character takes part in what is seen. The joiners do, though they have no shape of
   * their own: Persian and many emoji are written with them.
   */
  public static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> codePoint == NON_JOINER || codePoint == JOINER;
      default -> true;
    };
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          (codePoint < 0x80 ? "\\x%02x" : codePoint < 0x10000 ? "\\u%04x" : "\\U%08x")
              .formatted(codePoint);
    };
  }
}
