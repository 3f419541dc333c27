package fovea.data.folder;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says how two names differ that look the same. */
final class Difference {
  private Difference() {}

  /** {@code Käfer with U+00E4 and Käfer with U+0061 U+0308}. */
  static String of(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    int shorter = Math.min(a.length, b.length);
    int start = 0;
    while (start < shorter && a[start] == b[start]) {
      start++;
    }
    int end = 0;
    while (end < shorter - start && a[a.length - 1 - end] == b[b.length - 1 - end]) {
      end++;
    }
    return start == a.length && start == b.length
        ? "both shown as " + one
        : "%s with %s and %s with %s"
            .formatted(
                one, shown(a, start, a.length - end), other, shown(b, start, b.length - end));
  }

  private static String shown(int[] codePoints, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> String.format(Locale.ROOT, "U+%04X", codePoints[i]))
        .collect(Collectors.joining(" "));
  }
}
