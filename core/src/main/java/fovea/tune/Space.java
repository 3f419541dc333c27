package fovea.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What is searched.
 *
 * @param searched those that others depend on first
 */
public record Space(List<Searched> searched) {
  /**
   * A dimension, and when it counts.
   *
   * @param condition empty where it always does
   */
  record Searched(Dimension dimension, Optional<Condition> condition) {}

  /**
   * A setting that only some names of its section have.
   *
   * @param path of the name
   */
  record Condition(String path, Set<String> names) {}

  public Space {
    List<Searched> inOrder = new ArrayList<>();
    searched.stream().filter(one -> one.condition.isEmpty()).forEach(inOrder::add);
    searched.stream().filter(one -> one.condition.isPresent()).forEach(inOrder::add);
    searched = List.copyOf(inOrder);
  }

  /** All, whether they always count or not. */
  public List<Dimension> dimensions() {
    return searched.stream().map(Searched::dimension).toList();
  }

  /** Settings drawn one after the other, of the dimensions that count with those before. */
  Map<String, String> draw(ToDoubleFunction<Dimension> place) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Searched one : searched) {
      if (one.condition.isEmpty() || holds(one.condition.get(), settings)) {
        settings.put(one.dimension.path(), one.dimension.value(place.applyAsDouble(one.dimension)));
      }
    }
    return settings;
  }

  /** The first of all settings that is wanted, in the order of the dimensions; empty if none is. */
  Optional<Map<String, String>> first(Predicate<Map<String, String>> wanted) {
    return first(0, Map.of(), wanted);
  }

  /**
   * @param begun of the dimensions before this one
   */
  private Optional<Map<String, String>> first(
      int at, Map<String, String> begun, Predicate<Map<String, String>> wanted) {
    if (at == searched.size()) {
      return Optional.of(begun).filter(wanted);
    }
    Searched one = searched.get(at);
    if (one.condition.isPresent() && !holds(one.condition.get(), begun)) {
      return first(at + 1, begun, wanted);
    }
    return one.dimension
        .all()
        .flatMap(
            value -> {
              Map<String, String> more = new LinkedHashMap<>(begun);
              more.put(one.dimension.path(), value);
              return first(at + 1, more, wanted).stream();
            })
        .findFirst();
  }

  private static boolean holds(Condition condition, Map<String, String> settings) {
    return condition.names.contains(settings.getOrDefault(condition.path, ""));
  }

  /** As {@code --set} takes them. */
  static List<String> changes(Map<String, String> settings) {
    return settings.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList();
  }
}
