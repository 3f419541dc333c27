package fovea.recipe;

import fovea.FoveaException;
import fovea.settings.Declared;
import fovea.settings.Range;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Recipes drawn at random, over the whole range of every setting that is declared. */
final class RandomRecipes {
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "",
          "true",
          "No",
          "1e3",
          "a: b",
          "# no comment",
          "äöü 🦊",
          "tab\tline\n",
          "\"'\\");

  private final Rng rng;

  RandomRecipes(long seed) {
    rng = Rng.seeded(seed);
  }

  Recipe next() {
    return settings(Recipe.class);
  }

  /** Some values exclude each other, which the record's constructor knows. */
  private <R> R settings(Class<R> type) {
    FoveaException refused = null;
    for (int tries = 0; tries < 20; tries++) {
      try {
        return Declared.make(type, Declared.in(type).stream().map(this::value).toList());
      } catch (FoveaException e) {
        refused = e;
      }
    }
    throw new AssertionError("no " + type + " of 20 was taken", refused);
  }

  private Object value(Declared setting) {
    if (setting.key().equals("version")) {
      return 1 + rng.nextInt(RecipeVersion.values().length);
    }
    if (setting.key().equals("milestones")) {
      return rng.nextInt(2) == 0 ? "7" : "1, 20,300";
    }
    if (setting.isList()) {
      return Stream.generate(() -> settings(one(setting.records()))).limit(rng.nextInt(4)).toList();
    }
    if (setting.isFree()) {
      return map(3);
    }
    if (setting.isSection()) {
      return settings(one(setting.records()));
    }
    if (setting.isChoice()) {
      return setting.type().getEnumConstants()[rng.nextInt(setting.choices().size())];
    }
    if (setting.type() == boolean.class) {
      return rng.nextInt(2) == 0;
    }
    if (setting.type() == String.class) {
      return "model-" + rng.nextInt(10);
    }
    if (setting.type() == long.class) {
      return rng.nextLong();
    }
    double number = number(setting.range());
    return setting.type() == int.class ? (Object) (int) number : (Object) number;
  }

  /** Often with few digits, sometimes at a bound, sometimes tiny. */
  private double number(Range range) {
    double most = Math.min(range.most(), 1e20);
    double number =
        switch (rng.nextInt(4)) {
          case 0 -> range.least() + Math.rint((most - range.least()) * share() * 100) / 100;
          case 1 -> rng.nextInt(2) == 0 ? range.least() : most;
          case 2 -> range.least() + Math.exp(-30 * rng.nextDouble()) * (most - range.least());
          default -> range.least() + share() * (most - range.least());
        };
    return range.contains(number) ? number : number(range);
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = rng.nextInt(4); i > 0; i--) {
      map.put(rng.nextInt(2) == 0 ? "key" + i : one(TEXTS), free(depth - 1));
    }
    return map;
  }

  private Object free(int depth) {
    return switch (rng.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> rng.nextInt(1000);
      case 1 -> rng.nextLong();
      case 2 -> rng.nextInt(2) == 0 ? rng.nextInt(5) : rng.nextGaussian() * 1e20 * share();
      case 3 -> rng.nextInt(2) == 0;
      case 4 -> one(TEXTS);
      case 5 -> map(depth);
      default -> new ArrayList<>(List.of(free(depth - 1), free(depth - 1)));
    };
  }

  /** In [0, 1), often with few digits and sometimes 0. */
  private double share() {
    return rng.nextInt(2) == 0 ? rng.nextInt(100) / 100.0 : rng.nextDouble();
  }

  private <T> T one(List<T> values) {
    return values.get(rng.nextInt(values.size()));
  }
}
