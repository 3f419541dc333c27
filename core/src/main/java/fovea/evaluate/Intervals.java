package fovea.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Intervals by the names of their figures, of those that have one. */
final class Intervals {
  private Intervals() {}

  static Map<String, Interval> byName(List<String> names, List<@Nullable Interval> intervals) {
    Map<String, Interval> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Interval interval = intervals.get(i);
      if (interval != null) {
        named.put(names.get(i), interval);
      }
    }
    return copy(named);
  }

  /** In the same order. */
  static Map<String, Interval> copy(Map<String, Interval> intervals) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
  }
}
