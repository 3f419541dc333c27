package fovea.attack;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** What is read from one image's logits. */
final class Logits {
  /**
   * By how much another class must be ahead for an image to count as fooled, as a share of the
   * larger of the two logits' sizes: more than programs differ by that compute the same network in
   * float32.
   */
  private static final double AHEAD = 1e-5;

  private Logits() {}

  /** The class with the largest; of equal ones the first. */
  static int predicted(float[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  /** Whether another class than the label is clearly ahead. */
  static boolean fool(float[] logits, int label) {
    double margin = margin(logits, label);
    double other = logits[label] - margin;
    return margin < -AHEAD * Math.max(Math.abs(logits[label]), Math.abs(other));
  }

  /** How far the label's is above the largest other one. */
  static double margin(float[] logits, int label) {
    double other = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      other = c == label ? other : Math.max(other, logits[c]);
    }
    return logits[label] - other;
  }

  /** Classes by their logit, the largest first; of equal ones the first. */
  static int[] descending(float[] logits) {
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -logits[c]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The other classes, the nearest first, at most so many. */
  static int[] nearest(float[] logits, int label, int count) {
    return Arrays.stream(descending(logits)).filter(c -> c != label).limit(count).toArray();
  }
}
