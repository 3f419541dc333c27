package fovea.explain;

import fovea.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * How much each pixel speaks for an answer, and below 0 against it.
 *
 * @param values [height, width] flattened, in units of the method's own
 * @param check how far off it is, or null for a method that can't say
 */
@SuppressWarnings("ArrayRecordComponent") // values are shared, not copied
public record Relevance(int height, int width, float[] values, @Nullable SelfCheck check) {
  /**
   * @throws IllegalArgumentException if there is not one value for each pixel
   */
  public Relevance {
    if (height < 1 || width < 1 || values.length != (long) height * width) {
      throw new IllegalArgumentException(
          values.length + " values are no relevance of " + height + " x " + width + " pixels");
    }
  }

  /**
   * A pixel's is the largest magnitude of its channels.
   *
   * @param image [C, H, W]
   * @param values of that shape
   */
  static Relevance ofLargest(Shape image, float[] values) {
    Relevance found = blank(image);
    int size = found.values.length;
    for (int i = 0; i < values.length; i++) {
      found.values[i % size] = Math.max(found.values[i % size], Math.abs(values[i]));
    }
    return found;
  }

  /** A pixel's is the sum over its channels. */
  static Relevance ofSum(Shape image, float[] values) {
    Relevance found = blank(image);
    int size = found.values.length;
    for (int i = 0; i < values.length; i++) {
      found.values[i % size] += values[i];
    }
    return found;
  }

  static Relevance blank(Shape image) {
    int height = Math.toIntExact(image.size(1));
    int width = Math.toIntExact(image.size(2));
    return new Relevance(height, width, new float[height * width], null);
  }

  /** Whether it says the same of every pixel, and so nothing. */
  public boolean isBlank() {
    for (float value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  Relevance with(SelfCheck found) {
    return new Relevance(height, width, values, found);
  }

  /** What speaks for the answer at a pixel, at least 0. */
  float support(int pixel) {
    return Math.max(0, values[pixel]);
  }

  /** The pixel that speaks for the answer most; of equal ones the first. */
  public int peak() {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** The sum over all pixels. */
  public double total() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
