package fovea.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;

/** Spearman's: how alike two orders are, from -1 to 1. */
final class RankCorrelation {
  private RankCorrelation() {}

  /** Values that are equal share their ranks; a constant has no order, so that says nothing. */
  static OptionalDouble of(float[] a, float[] b) {
    double[] first = ranks(a);
    double[] second = ranks(b);
    double middle = (a.length - 1) / 2.0;
    double product = 0;
    double ofFirst = 0;
    double ofSecond = 0;
    for (int i = 0; i < a.length; i++) {
      product += (first[i] - middle) * (second[i] - middle);
      ofFirst += (first[i] - middle) * (first[i] - middle);
      ofSecond += (second[i] - middle) * (second[i] - middle);
    }
    return ofFirst == 0 || ofSecond == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(product / Math.sqrt(ofFirst * ofSecond));
  }

  private static double[] ranks(float[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    int first = 0;
    while (first < order.length) {
      int end = first + 1;
      while (end < order.length && values[order[end]] == values[order[first]]) {
        end++;
      }
      for (int i = first; i < end; i++) {
        ranks[order[i]] = (first + end - 1) / 2.0;
      }
      first = end;
    }
    return ranks;
  }
}
