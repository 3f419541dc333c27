package fovea.data.folder;

import java.util.function.IntBinaryOperator;

/** Sorts numbers of things by the things, without an object for each. */
public final class IntSort {
  private static final int SHORT = 8;

  private IntSort() {}

  /**
   * Sorts in place; what is equal keeps its order.
   *
   * @param compare as a {@link java.util.Comparator} does
   */
  public static void sort(int[] values, IntBinaryOperator compare) {
    sort(values.clone(), values, 0, values.length, compare);
  }

  /** Both hold the same values in the range; {@code to} gets them sorted. */
  private static void sort(int[] from, int[] to, int start, int end, IntBinaryOperator compare) {
    if (end - start <= SHORT) {
      insert(to, start, end, compare);
      return;
    }
    int middle = (start + end) >>> 1;
    sort(to, from, start, middle, compare);
    sort(to, from, middle, end, compare);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean first =
          right == end || (left < middle && compare.applyAsInt(from[left], from[right]) <= 0);
      to[i] = first ? from[left++] : from[right++];
    }
  }

  private static void insert(int[] values, int start, int end, IntBinaryOperator compare) {
    for (int i = start + 1; i < end; i++) {
      int value = values[i];
      int place = i;
      while (place > start && compare.applyAsInt(values[place - 1], value) > 0) {
        values[place] = values[place - 1];
        place--;
      }
      values[place] = value;
    }
  }
}
