package fovea.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of YAML that knows where it was written: {@code recipe.yaml, line 7}, or a {@code --set}.
 */
public sealed interface YamlNode {
  String origin();

  /** A text of the file as an error message shows it: short, on one line. */
  static String quoted(String text) {
    String line = text.replaceAll("\\s+", " ");
    return "`" + (line.length() > 60 ? line.substring(0, 60) + "..." : line) + "`";
  }

  /** As an error message shows it. */
  String shown();

  /**
   * A single value.
   *
   * @param plain written without quotes, so that it may be a number or a truth value
   */
  record Scalar(String text, boolean plain, String origin) implements YamlNode {
    public boolean isMissing() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String shown() {
      return quoted(text);
    }
  }

  /** Keys and values in the order they were written; {@code keyOrigins} has the same keys. */
  record Mapping(Map<String, YamlNode> entries, Map<String, String> keyOrigins, String origin)
      implements YamlNode {
    public static Mapping empty(String origin) {
      return new Mapping(new LinkedHashMap<>(), new LinkedHashMap<>(), origin);
    }

    public void put(String key, YamlNode value, String keyOrigin) {
      entries.put(key, value);
      keyOrigins.put(key, keyOrigin);
    }

    @Override
    public String shown() {
      return "a section";
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, String origin) implements YamlNode {
    @Override
    public String shown() {
      return "a list";
    }
  }
}
