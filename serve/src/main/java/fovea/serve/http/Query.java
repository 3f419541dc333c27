package fovea.serve.http;

import fovea.Spelling;
import fovea.serve.limits.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request. One that nobody knows is refused: it may be a misspelt other. */
public final class Query {
  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads them.
   *
   * @param text what stands behind the question mark, or null
   * @param known names
   * @throws Refusal for what is no such parameter, or stands there twice
   */
  static Query of(@Nullable String text, List<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!known.contains(name)) {
        throw Refusal.wrongParameter(
            "unknown parameter `%s`%s"
                .formatted(
                    name,
                    known.isEmpty()
                        ? ", expected none"
                        : ", expected some of %s.%s"
                            .formatted(
                                String.join(", ", known), Spelling.didYouMean(name, known))));
      }
      if (values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
        throw Refusal.wrongParameter("parameter `%s` stands there twice".formatted(name));
      }
    }
    return new Query(values);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.malformed("the parameters have a % that no two hexadecimal digits follow");
    }
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A whole number in a range. */
  public int number(String name, int least, int most, int otherwise) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Refusal.wrongParameter(
        "%s is `%s`, expected a whole number from %d to %d".formatted(name, text, least, most));
  }

  /** A number in a range. */
  public Optional<Double> figure(String name, double least, double most) {
    String text = values.get(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      double figure = Double.parseDouble(text);
      if (figure >= least && figure <= most) {
        return Optional.of(figure);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Refusal.wrongParameter(
        "%s is `%s`, expected a number from %s to %s".formatted(name, text, least, most));
  }

  /** Whether it is {@code true}. */
  public boolean flag(String name, boolean otherwise) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw Refusal.wrongParameter("%s is `%s`, expected true or false".formatted(name, text));
    }
    return text.equals("true");
  }
}
