package fovea.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Intervals by the names of their figures, null for those that have none. */
final class Intervals {
  private Intervals() {}

  /** Empty where no figure has one. */
  static Map<String, @Nullable Interval> byName(
      List<String> names, List<@Nullable Interval> intervals) {
    if (intervals.stream().allMatch(Objects::isNull)) {
      return Map.of();
    }
    Map<String, @Nullable Interval> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), intervals.get(i));
    }
    return copy(named);
  }

  /** In the same order. */
  static Map<String, @Nullable Interval> copy(Map<String, @Nullable Interval> intervals) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
  }
}
