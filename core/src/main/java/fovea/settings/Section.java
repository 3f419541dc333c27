package fovea.settings;

import fovea.FoveaException;
import fovea.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A section of YAML being read as the settings record that declares its keys.
 *
 * @param root the settings that all is read as; what near misses look through
 * @param path with dots, empty for the root itself
 */
public record Section(Class<?> root, String path, YamlNode.Mapping node) {
  /** The whole of what was written. */
  public static Section root(Class<?> settings, YamlNode.Mapping node) {
    FormerPaths.move(settings, node);
    return new Section(settings, "", node);
  }

  /** Where the key's value stands, or else the section. */
  public String origin(String key) {
    YamlNode value = node.entries().get(key);
    return value == null ? node.origin() : value.origin();
  }

  /**
   * @throws FoveaException for a key that wasn't declared, or a value that it doesn't take
   */
  public <R> R read(Class<R> settings) {
    return read(settings, new ArrayList<>());
  }

  /**
   * @param keys what else the section has
   */
  private <R> R read(Class<R> settings, List<String> keys) {
    List<Object> values = new ArrayList<>();
    for (Declared setting : Declared.in(settings)) {
      keys.add(setting.key());
      values.add(value(setting));
    }
    refuseOtherThan(keys);
    try {
      return Declared.make(settings, values);
    } catch (FoveaException e) { // of values that each are allowed, but not together
      String origin = e.key().map(node.keyOrigins()::get).orElseGet(node::origin);
      throw new FoveaException(origin + ": " + e.getMessage(), e);
    }
  }

  private Object value(Declared setting) {
    if (setting.isFree()) {
      return FreeValues.map(inner(setting).node);
    }
    if (setting.isFamily()) {
      return inner(setting).member(setting);
    }
    if (setting.isList()) {
      return list(setting);
    }
    return setting.isSection()
        ? inner(setting).read(setting.type())
        : single(setting.key(), setting);
  }

  /** The settings record of a family that the section's {@code name} chooses. */
  private Object member(Declared family) {
    int chosen = family.choices().indexOf((String) single("name", family));
    return read(family.records().get(chosen), new ArrayList<>(List.of("name")));
  }

  /** The sections of a list, each read as the settings record that it holds. */
  List<?> list(Declared setting) {
    String key = setting.key();
    YamlNode value = node.entries().get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof YamlNode.Mapping && setting.earlier().isPresent()) {
      return ((Earlier<?>) inner(setting).read(setting.earlier().get())).now();
    }
    if (!(value instanceof YamlNode.Sequence sequence)) {
      String example = setting.isListOfFamily() ? "{name: ...}" : "{...}";
      throw wrong(
          key, value, "a list of sections, such as `%1$s: [%2$s, %2$s]`".formatted(key, example));
    }
    List<Object> read = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      String one = key + "[" + read.size() + "]";
      if (!(item instanceof YamlNode.Mapping mapping)) {
        throw wrong(one, item, "a section with keys of its own, such as `{...}`");
      }
      read.add(item(setting, new Section(root, inside(one), mapping)));
    }
    return List.copyOf(read);
  }

  /** One section of a list, called by its name where it has one. */
  private Object item(Declared list, Section section) {
    if (!list.isListOfFamily()) {
      return section.read(list.element());
    }
    String name = (String) section.single("name", list);
    return new Section(root, inside(list.key() + "." + name), section.node).member(list);
  }

  private String inside(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private Section inner(Declared setting) {
    String key = setting.key();
    YamlNode value = node.entries().get(key);
    if (value == null) {
      value = YamlNode.Mapping.empty(node.origin());
    }
    if (!(value instanceof YamlNode.Mapping mapping)) {
      throw wrong(key, value, "a section with keys of its own, such as `" + key + ": {name: ...}`");
    }
    return new Section(root, inside(key), mapping);
  }

  /** The value of a key that is no section; {@code setting} says what it takes. */
  public Object single(String key, Declared setting) {
    YamlNode value = node.entries().get(key);
    if (value == null) {
      value = new YamlNode.Scalar(setting.standard(), true, node.origin());
    }
    if (!(value instanceof YamlNode.Scalar scalar)) {
      throw wrong(key, value, setting.expected());
    }
    if (scalar.isMissing()) {
      throw new FoveaException(
          "%s: %s has no value, expected %s"
              .formatted(value.origin(), named(key), setting.expected()));
    }
    if (setting.type() == String.class) {
      return scalar.text();
    }
    if (setting.isFamily() || setting.isListOfFamily() || setting.isChoice()) {
      return choice(key, scalar, setting);
    }
    String text = scalar.plain() ? scalar.text() : "";
    if (setting.type() == boolean.class && text.matches("true|false")) {
      return text.equals("true");
    }
    return number(key, text, scalar, setting);
  }

  private Object choice(String key, YamlNode.Scalar value, Declared setting) {
    List<String> choices = setting.choices();
    if (!choices.contains(value.text())) {
      String near =
          Spelling.nearest(value.text(), choices)
              .map(word -> ". Did you mean `" + word + "`?")
              .orElse("");
      throw wrong(key, value, setting.expected() + near);
    }
    return setting.isChoice()
        ? setting.type().getEnumConstants()[choices.indexOf(value.text())]
        : value.text();
  }

  private Object number(String key, String text, YamlNode.Scalar value, Declared setting) {
    Class<?> type = setting.type();
    Pattern form = type == double.class ? FreeValues.NUMBER : FreeValues.WHOLE;
    if (type == boolean.class || !form.matcher(text).matches()) {
      throw wrong(key, value, setting.expected());
    }
    if (type == long.class) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw wrong(key, value, setting.expected());
      }
    }
    double number = Double.parseDouble(text);
    if (!setting.range().contains(number)) {
      throw new FoveaException(value.origin() + ": " + setting.range().refusal(named(key), text));
    }
    if (!setting.takes(number)) {
      throw wrong(key, value, setting.expected());
    }
    return type == int.class ? (Object) (int) number : (Object) (number == 0 ? 0 : number);
  }

  private void refuseOtherThan(List<String> keys) {
    for (String key : node.entries().keySet()) {
      if (!keys.contains(key)) {
        String where = path.isEmpty() ? "" : " in `" + path + "`";
        throw new FoveaException(
            "%s: unknown key %s%s. %s"
                .formatted(
                    node.keyOrigins().get(key), YamlNode.quoted(key), where, advice(key, keys)));
      }
    }
  }

  private String advice(String key, List<String> keys) {
    return Spelling.nearest(key, keys)
        .or(() -> AllSettings.pathTo(root, key).filter(there -> !there.equals(path + "." + key)))
        .map(near -> "Did you mean `" + near + "`?")
        .orElseGet(() -> "Its keys are " + String.join(", ", keys) + ".");
  }

  private FoveaException wrong(String key, YamlNode value, String expected) {
    return new FoveaException(
        "%s: %s is %s, expected %s".formatted(value.origin(), named(key), value.shown(), expected));
  }

  private String named(String key) {
    return path.isEmpty() ? "`" + key + "`" : "`" + key + "` in `" + path + "`";
  }
}
