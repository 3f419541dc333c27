package fovea.settings;

import fovea.FoveaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Values without a fixed type: text, Integer, Long, Double, Boolean, lists and maps of those. */
public final class FreeValues {
  static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");
  static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private FreeValues() {}

  public static Map<String, Object> map(YamlNode.Mapping mapping) {
    Map<String, Object> values = new LinkedHashMap<>();
    mapping.entries().forEach((key, value) -> values.put(key, value(key, value)));
    return values;
  }

  private static Object value(String key, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return map(mapping);
    }
    if (node instanceof YamlNode.Sequence sequence) {
      return sequence.items().stream().map(item -> value(key, item)).toList();
    }
    YamlNode.Scalar scalar = (YamlNode.Scalar) node;
    String text = scalar.text();
    if (scalar.isMissing()) {
      throw new FoveaException(
          "%s: %s has no value".formatted(node.origin(), YamlNode.quoted(key)));
    }
    if (!scalar.plain()) {
      return text;
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    try {
      if (WHOLE.matcher(text).matches()) {
        return checked(key, Long.parseLong(text));
      }
      if (!NUMBER.matcher(text).matches()) {
        return text;
      }
      double number = Double.parseDouble(text);
      if (Double.isInfinite(number)) {
        throw new NumberFormatException("more than a double holds");
      }
      return checked(key, number);
    } catch (NumberFormatException e) {
      throw new FoveaException(
          "%s: %s is %s, more than 64 bits hold"
              .formatted(node.origin(), YamlNode.quoted(key), text),
          e);
    }
  }

  /** An unmodifiable deep copy, with the narrowest of the number types above. */
  public static Map<String, Object> copy(Map<String, ?> values) {
    Map<String, Object> copy = new LinkedHashMap<>();
    values.forEach((key, value) -> copy.put(key, checked(key, value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object checked(String key, Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((k, v) -> copy.put(String.valueOf(k), checked(key, v)));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(checked(key, item)));
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Long) {
      long number = ((Number) value).longValue();
      return number == (int) number ? (Object) (int) number : (Object) number;
    }
    if (value instanceof Float || value instanceof Double) {
      double number = Double.parseDouble(value.toString());
      if (!Double.isInfinite(number) && !Double.isNaN(number)) {
        return number == 0 ? 0.0 : number;
      }
    }
    if (value instanceof String || value instanceof Boolean) {
      return value;
    }
    throw new FoveaException(
        "`%s` is %s, expected text, a finite number, true, false, a list or a map"
            .formatted(key, value));
  }
}
