package fovea.models;

import fovea.FoveaException;
import fovea.Spelling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network's arguments being read: each is asked for once, by type and range, and has a default;
 * {@link #resolved} then refuses those that nobody asked for.
 */
final class Arguments {
  private final String model;
  private final Map<String, ?> given;
  private final Map<String, Object> resolved = new LinkedHashMap<>();

  Arguments(String model, Map<String, ?> given) {
    this.model = model;
    this.given = given;
  }

  /** A whole number in [least, most]. */
  int whole(String key, int otherwise, int least, int most) {
    return multiple(key, otherwise, least, most, 1, "a whole number");
  }

  /** An even number in [least, most]. */
  int even(String key, int otherwise, int least, int most) {
    return multiple(key, otherwise, least, most, 2, "an even number");
  }

  private int multiple(String key, int otherwise, int least, int most, int of, String kind) {
    Object value = given.get(key);
    if (value == null) {
      resolved.put(key, otherwise);
      return otherwise;
    }
    if (!(value instanceof Integer number) || number < least || number > most || number % of != 0) {
      throw refused(key, value, "%s, %d to %d".formatted(kind, least, most));
    }
    resolved.put(key, number);
    return number;
  }

  /** A probability in [0, 1). */
  double probability(String key, double otherwise) {
    Object value = given.get(key);
    if (value == null) {
      resolved.put(key, otherwise);
      return otherwise;
    }
    if (!(value instanceof Number number)
        || !(number.doubleValue() >= 0)
        || number.doubleValue() >= 1) {
      throw refused(key, value, "a number, at least 0, below 1");
    }
    resolved.put(key, number.doubleValue());
    return number.doubleValue();
  }

  /**
   * All arguments, defaults included.
   *
   * @throws FoveaException for one that the network doesn't have
   */
  Map<String, Object> resolved() {
    for (String key : given.keySet()) {
      if (!resolved.containsKey(key)) {
        throw new FoveaException(
            "model `%s` has no argument `%s`. %s"
                .formatted(
                    model,
                    key,
                    Spelling.nearest(key, resolved.keySet())
                        .map(near -> "Did you mean `" + near + "`?")
                        .orElse("It has " + String.join(", ", resolved.keySet()) + ".")));
      }
    }
    return Collections.unmodifiableMap(resolved);
  }

  private FoveaException refused(String key, Object value, String expected) {
    return new FoveaException(
        "argument `%s` of model `%s` is %s, expected %s".formatted(key, model, value, expected));
  }
}
