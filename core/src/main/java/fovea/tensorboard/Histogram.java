package fovea.tensorboard;

import fovea.files.ProtoMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often values lie where: in buckets that grow by a tenth, either way from 0, as TensorFlow has
 * them.
 *
 * @param limits the upper ends of the buckets, in rising order
 * @param counts how many values lie in each, at or above the limit before and below this one
 */
@SuppressWarnings("ArrayRecordComponent") // its own
record Histogram(
    double least,
    double most,
    long number,
    double sum,
    double sumOfSquares,
    double[] limits,
    double[] counts) {
  private static final double[] ALL_LIMITS = allLimits();

  private static double[] allLimits() {
    List<Double> positive = new ArrayList<>();
    for (double limit = 1e-12; limit < 1e20; limit *= 1.1) {
      positive.add(limit);
    }
    positive.add(Double.MAX_VALUE);
    double[] limits = new double[2 * positive.size() + 1];
    for (int i = 0; i < positive.size(); i++) {
      limits[positive.size() + 1 + i] = positive.get(i);
      limits[positive.size() - 1 - i] = -positive.get(i);
    }
    return limits;
  }

  /** Of the finite ones among these; buckets that hold none are left out at both ends. */
  static Histogram of(float[] values) {
    double[] counts = new double[ALL_LIMITS.length];
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    long number = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        number++;
        sum += value;
        squares += (double) value * value;
        least = Math.min(least, value);
        most = Math.max(most, value);
        counts[bucket(value)]++;
      }
    }
    if (number == 0) {
      return new Histogram(0, 0, 0, 0, 0, new double[] {0}, new double[] {0});
    }
    int first = bucket(least);
    int last = bucket(most);
    // A bucket's lower end is the limit before it, so an empty one says where the first begins.
    int from = Math.max(0, first - 1);
    return new Histogram(
        least,
        most,
        number,
        sum,
        squares,
        Arrays.copyOfRange(ALL_LIMITS, from, last + 1),
        Arrays.copyOfRange(counts, from, last + 1));
  }

  /** The first whose limit is above the value. */
  private static int bucket(double value) {
    int found = Arrays.binarySearch(ALL_LIMITS, value);
    return Math.min(ALL_LIMITS.length - 1, found < 0 ? -found - 1 : found + 1);
  }

  ProtoMessage message() {
    return new ProtoMessage()
        .real(1, least)
        .real(2, most)
        .real(3, (double) number)
        .real(4, sum)
        .real(5, sumOfSquares)
        .reals(6, limits)
        .reals(7, counts);
  }
}
