package fovea.explain;

import fovea.evaluate.Student;
import org.jspecify.annotations.Nullable;

/**
 * A figure's mean over images, and how sure that is: other images would give another one.
 *
 * @param mean over the images
 * @param standardError of the mean, or null of a single image
 * @param images that it is the mean of
 */
public record OverImages(double mean, @Nullable Double standardError, int images) {
  /** Images below which nothing is settled: their deviation is hardly known itself. */
  static final int FEWEST = 5;

  /** Of one value for each image, at least one. */
  static OverImages of(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new OverImages(
        mean,
        values.length == 1 ? null : Math.sqrt(squares / (values.length - 1) / values.length),
        values.length);
  }

  /** Whether there are enough images to say more than the mean. */
  boolean enough() {
    return images >= FEWEST;
  }

  /** Whether all of its 95 % interval is above a bound. */
  boolean isAbove(double bound) {
    return enough() && mean - half() > bound;
  }

  /** Whether all of its 95 % interval is below a bound. */
  boolean isBelow(double bound) {
    return enough() && mean + half() < bound;
  }

  /** Half of the interval. */
  double half() {
    if (standardError == null) {
      return Double.POSITIVE_INFINITY;
    }
    return Student.bound(images - 1.0) * standardError;
  }
}
