package fovea.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes YAML as a person would: blocks for sections, a value a line. */
public final class YamlText {
  private static final JsonMapper QUOTING =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

  /** Words that some reader of YAML takes for something else than text. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private final StringBuilder text = new StringBuilder();
  private String indent = "";

  /** The keys of a settings record, in its order. */
  public static String of(Record settings) {
    YamlText text = new YamlText();
    text.put(settings);
    return text.toString();
  }

  /** The sections of a list alone. */
  static String ofList(List<?> sections) {
    YamlText text = new YamlText();
    text.items(sections);
    return sections.isEmpty() ? "[]" : text.toString();
  }

  private void put(Record settings) {
    for (Declared setting : Declared.in(settings.getClass())) {
      Object value = setting.of(settings);
      if (!setting.isTacit(value)) {
        put(setting, value);
      }
    }
  }

  private void put(Declared setting, Object value) {
    if (setting.isFamily()) {
      section(setting.key(), () -> putNamed((Record) value));
    } else if (setting.isSection()) {
      section(setting.key(), () -> put((Record) value));
    } else if (setting.isFree()) {
      map(setting.key(), (Map<?, ?>) value);
    } else if (setting.isList()) {
      list(setting.key(), (List<?>) value);
    } else {
      line(setting.key(), single(value));
    }
  }

  /** The keys of a settings record, the name that chooses it first. */
  private void putNamed(Record settings) {
    if (settings.getClass().isAnnotationPresent(Named.class)) {
      line("name", quoted(Declared.name(settings.getClass())));
    }
    put(settings);
  }

  private void list(String key, List<?> sections) {
    if (sections.isEmpty()) {
      line(key, "[]");
    } else {
      section(key, () -> items(sections));
    }
  }

  /** Sections of a list, a hyphen before the first line of each. */
  private void items(List<?> sections) {
    String outer = indent;
    indent += "  ";
    for (Object section : sections) {
      int start = text.length() + outer.length();
      putNamed((Record) section);
      text.setCharAt(start, '-');
    }
    indent = outer;
  }

  static String single(Object value) {
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Enum<?> constant) {
      return quoted(Declared.word(constant));
    }
    return value instanceof String string ? quoted(string) : value.toString();
  }

  /** A section whose lines {@code body} writes. */
  private void section(String key, Runnable body) {
    text.append(indent).append(quoted(key)).append(":\n");
    String outer = indent;
    indent += "  ";
    body.run();
    indent = outer;
  }

  /** A map of text, numbers, truth values, lists and maps. */
  private void map(String key, Map<?, ?> values) {
    if (values.isEmpty()) {
      line(key, "{}");
    } else {
      section(key, () -> values.forEach((inner, value) -> value((String) inner, value)));
    }
  }

  private void value(String key, Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      section(key, () -> map.forEach((k, v) -> value((String) k, v)));
    } else {
      line(key, flow(value));
    }
  }

  private static String flow(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> entries =
          map.entrySet().stream()
              .map(entry -> quoted((String) entry.getKey()) + ": " + flow(entry.getValue()))
              .toList();
      return "{" + String.join(", ", entries) + "}";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(YamlText::flow).toList()) + "]";
    }
    if (value instanceof Double number) {
      String digits = number(number);
      return digits.matches("-?\\d+") ? digits + ".0" : digits;
    }
    return value instanceof String string ? quoted(string) : value.toString();
  }

  private void line(String key, String value) {
    text.append(indent).append(quoted(key)).append(": ").append(value).append('\n');
  }

  /**
   * The shortest digits that read back to the same number, without an exponent where that is short.
   */
  public static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-6 || size >= 1e15)) {
      return Double.toString(value).replace("E-", "e-").replace("E", "e+");
    }
    String digits = BigDecimal.valueOf(value).toPlainString();
    return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
  }

  private static String quoted(String value) {
    if (WORD.matcher(value).matches()
        && !RESERVED.contains(value.toLowerCase(java.util.Locale.ROOT))) {
      return value;
    }
    try {
      return QUOTING.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text can't be quoted: " + value, e);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
