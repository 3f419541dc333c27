package fovea.train;

import fovea.FoveaException;
import fovea.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A section of a recipe being read. Each key is asked for once, by type and range; {@link #done}
 * then refuses the keys that nobody asked for.
 */
final class Section {
  static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");
  static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private final String path;
  private final YamlNode.Mapping node;
  private final Set<String> asked = new LinkedHashSet<>();

  private Section(String path, YamlNode.Mapping node) {
    this.path = path;
    this.node = node;
  }

  static Section root(YamlNode.Mapping node) {
    return new Section("", node);
  }

  /** Where the key's value stands, or else the section. */
  String origin(String key) {
    YamlNode value = node.entries().get(key);
    return value == null ? node.origin() : value.origin();
  }

  double number(String key, Range range, double otherwise) {
    YamlNode.@Nullable Scalar value = scalar(key, "a number, " + range);
    if (value == null) {
      return otherwise;
    }
    if (!value.plain() || !NUMBER.matcher(value.text()).matches()) {
      throw wrong(key, value, "a number, " + range);
    }
    double number = Double.parseDouble(value.text());
    if (!range.contains(number)) {
      throw new FoveaException(value.origin() + ": " + range.refusal(named(key), value.text()));
    }
    return number == 0 ? 0 : number;
  }

  int whole(String key, Range range, int otherwise) {
    String expected = "a whole number, " + range;
    YamlNode.@Nullable Scalar value = scalar(key, expected);
    if (value == null) {
      return otherwise;
    }
    if (!value.plain() || !WHOLE.matcher(value.text()).matches()) {
      throw wrong(key, value, expected);
    }
    double number = Double.parseDouble(value.text());
    if (!range.contains(number)) {
      throw new FoveaException(value.origin() + ": " + range.refusal(named(key), value.text()));
    }
    return (int) number;
  }

  /** Any whole number of 64 bits. */
  long whole(String key, long otherwise) {
    String expected = "a whole number of at most 64 bits";
    YamlNode.@Nullable Scalar value = scalar(key, expected);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value.plain() ? value.text() : "");
    } catch (NumberFormatException e) {
      throw wrong(key, value, expected);
    }
  }

  boolean flag(String key, boolean otherwise) {
    YamlNode.@Nullable Scalar value = scalar(key, "true or false");
    if (value == null) {
      return otherwise;
    }
    if (!value.plain() || !value.text().matches("true|false")) {
      throw wrong(key, value, "true or false");
    }
    return value.text().equals("true");
  }

  String text(String key, String otherwise) {
    YamlNode.@Nullable Scalar value = scalar(key, "a name");
    return value == null ? otherwise : value.text();
  }

  String choice(String key, List<String> choices, String otherwise) {
    String expected = "one of " + String.join(", ", choices);
    YamlNode.@Nullable Scalar value = scalar(key, expected);
    if (value == null) {
      return otherwise;
    }
    if (!choices.contains(value.text())) {
      throw wrong(
          key,
          value,
          expected
              + Spelling.nearest(value.text(), choices)
                  .map(near -> ". Did you mean `" + near + "`?")
                  .orElse(""));
    }
    return value.text();
  }

  /** One of an enum's constants, in lower case. */
  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    List<String> choices = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      choices.add(constant.name().toLowerCase(Locale.ROOT));
    }
    String chosen = choice(key, choices, otherwise.name().toLowerCase(Locale.ROOT));
    return Enum.valueOf(type, chosen.toUpperCase(Locale.ROOT));
  }

  /** A section within this one; an empty one where the key is absent. */
  Section section(String key) {
    asked.add(key);
    String inner = path.isEmpty() ? key : path + "." + key;
    @Nullable YamlNode value = node.entries().get(key);
    if (value == null) {
      return new Section(
          inner, new YamlNode.Mapping(new LinkedHashMap<>(), new LinkedHashMap<>(), node.origin()));
    }
    if (!(value instanceof YamlNode.Mapping mapping)) {
      throw wrong(key, value, "a section with keys of its own, such as `" + key + ": {name: ...}`");
    }
    return new Section(inner, mapping);
  }

  /** The whole content, whatever its keys. */
  Map<String, Object> free() {
    asked.addAll(node.entries().keySet());
    return FreeValues.map(node);
  }

  /**
   * @throws FoveaException for a key that wasn't asked for
   */
  void done() {
    for (String key : node.entries().keySet()) {
      if (!asked.contains(key)) {
        String where = path.isEmpty() ? "" : " in `" + path + "`";
        throw new FoveaException(
            "%s: unknown key %s%s. %s"
                .formatted(node.keyOrigins().get(key), YamlNode.quoted(key), where, advice(key)));
      }
    }
  }

  private String advice(String key) {
    return Spelling.nearest(key, asked)
        .or(() -> RecipeKeys.pathTo(key).filter(there -> !there.equals(path + "." + key)))
        .map(near -> "Did you mean `" + near + "`?")
        .orElseGet(() -> "Its keys are " + String.join(", ", asked) + ".");
  }

  private YamlNode.@Nullable Scalar scalar(String key, String expected) {
    asked.add(key);
    @Nullable YamlNode value = node.entries().get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof YamlNode.Scalar scalar)) {
      throw wrong(key, value, expected);
    }
    if (scalar.isMissing()) {
      throw new FoveaException(
          "%s: %s has no value, expected %s".formatted(value.origin(), named(key), expected));
    }
    return scalar;
  }

  private FoveaException wrong(String key, YamlNode value, String expected) {
    return new FoveaException(
        "%s: %s is %s, expected %s".formatted(value.origin(), named(key), value.shown(), expected));
  }

  private String named(String key) {
    return path.isEmpty() ? "`" + key + "`" : "`" + key + "` in `" + path + "`";
  }
}
