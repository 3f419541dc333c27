package fovea.models;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.settings.Declared;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network's arguments as recipes and model files hold them, and as the record that it declares.
 */
final class Arguments {
  private Arguments() {}

  /**
   * All of them by name, defaults included but for tacit ones, of arguments that joined when model
   * files had been written without: whole numbers, numbers, truth values, words.
   */
  static Map<String, Object> of(Architecture architecture) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Declared argument : Declared.in(architecture.getClass())) {
      Object value = argument.of(architecture);
      if (!argument.isTacit(value)) {
        values.put(argument.key(), argument.isChoice() ? Declared.word(value) : value);
      }
    }
    return values;
  }

  /**
   * A network's record, those that weren't given by default.
   *
   * @throws FoveaException with its key, for one that isn't allowed or that the network doesn't
   *     have
   */
  static <A extends Architecture> A read(Class<A> architecture, Map<String, ?> given) {
    String model = Declared.name(architecture);
    List<Declared> all = Declared.in(architecture);
    List<Object> values = new ArrayList<>();
    for (Declared argument : all) {
      Object value = given.get(argument.key());
      values.add(value == null ? standard(argument) : checked(model, argument, value));
    }
    List<String> known = all.stream().map(Declared::key).toList();
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        throw FoveaException.of(
            key,
            "model `%s` has no argument `%s`. %s"
                .formatted(
                    model,
                    key,
                    Spelling.nearest(key, known)
                        .map(near -> "Did you mean `" + near + "`?")
                        .orElse("It has " + String.join(", ", known) + ".")));
      }
    }
    return Declared.make(architecture, values);
  }

  private static Object standard(Declared argument) {
    String text = argument.standard();
    if (argument.type() == int.class) {
      return Integer.parseInt(text);
    }
    if (argument.type() == double.class) {
      return Double.parseDouble(text);
    }
    return argument.type() == boolean.class ? text.equals("true") : constant(argument, text);
  }

  private static Object checked(String model, Declared argument, Object value) {
    if (argument.type() == int.class) {
      if (value instanceof Integer number && argument.takes(number)) {
        return number;
      }
    } else if (argument.type() == double.class) {
      if (value instanceof Number number && argument.takes(number.doubleValue())) {
        return number.doubleValue();
      }
    } else if (argument.type() == boolean.class) {
      if (value instanceof Boolean) {
        return value;
      }
    } else if (value instanceof String word && argument.choices().contains(word)) {
      return constant(argument, word);
    }
    String near =
        argument.isChoice() && value instanceof String word
            ? Spelling.didYouMean(word, argument.choices())
            : "";
    throw FoveaException.of(
        argument.key(),
        "argument `%s` of model `%s` is %s, expected %s%s"
            .formatted(
                argument.key(),
                model,
                value,
                argument.expected(),
                near.isEmpty() ? "" : "." + near));
  }

  private static Object constant(Declared argument, String word) {
    return Arrays.stream(argument.type().getEnumConstants())
        .filter(constant -> Declared.word(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(argument.component() + " has no constant " + word));
  }
}
