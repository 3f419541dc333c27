package fovea.similar;

import fovea.evaluate.Features;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Images' features, each scaled to length 1, so that products of two are their cosines. */
public final class UnitVectors {
  private final int dimensions;
  private final float[] values;

  private UnitVectors(int dimensions, float[] values) {
    this.dimensions = dimensions;
    this.values = values;
  }

  /** Those of all images that features are of. */
  public static UnitVectors of(Features features) {
    return scaled(features.size(), features.values());
  }

  /**
   * Scales a copy of each row; one of zeros stays as it is.
   *
   * @param rows [N, dimensions] flattened
   */
  static UnitVectors scaled(int dimensions, float[] rows) {
    if (dimensions < 1 || rows.length % dimensions != 0) {
      throw new IllegalArgumentException(
          rows.length + " values are no vectors of " + dimensions + " dimensions");
    }
    float[] scaled = rows.clone();
    for (int start = 0; start < scaled.length; start += dimensions) {
      scale(scaled, start, dimensions);
    }
    return new UnitVectors(dimensions, scaled);
  }

  /**
   * Vectors of length 1 already.
   *
   * @param rows [N, dimensions] flattened; kept, not copied
   */
  static UnitVectors keeping(int dimensions, float[] rows) {
    return new UnitVectors(dimensions, rows);
  }

  /** One after the other, all of length 1 and of the same dimensions. */
  static UnitVectors of(int dimensions, List<float[]> rows) {
    float[] values = new float[Math.multiplyExact(rows.size(), dimensions)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, i * dimensions, dimensions);
    }
    return new UnitVectors(dimensions, values);
  }

  /** A vector scaled to length 1, on memory of its own; one of zeros stays as it is. */
  public static float[] unit(float[] vector) {
    float[] scaled = vector.clone();
    scale(scaled, 0, scaled.length);
    return scaled;
  }

  private static void scale(float[] values, int start, int count) {
    double square = 0;
    for (int i = start; i < start + count; i++) {
      square += (double) values[i] * values[i];
    }
    if (square == 0) {
      return;
    }
    double length = Math.sqrt(square);
    for (int i = start; i < start + count; i++) {
      values[i] = (float) (values[i] / length);
    }
  }

  /** Some of them, in this order. */
  public UnitVectors select(int[] chosen) {
    float[] some = new float[Math.multiplyExact(chosen.length, dimensions)];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * dimensions, some, i * dimensions, dimensions);
    }
    return new UnitVectors(dimensions, some);
  }

  /** How many there are. */
  public int size() {
    return values.length / dimensions;
  }

  public int dimensions() {
    return dimensions;
  }

  /** One of them, on memory of its own. */
  public float[] of(int vector) {
    Objects.checkIndex(vector, size());
    return Arrays.copyOfRange(values, vector * dimensions, (vector + 1) * dimensions);
  }

  /** [N, dimensions] flattened; shared, not to be changed. */
  public float[] values() {
    return values;
  }

  /** The product with another vector, in several sums that a processor adds up at once. */
  float dot(int vector, float[] other) {
    int at = vector * dimensions;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 4 <= dimensions; i += 4) {
      a += values[at + i] * other[i];
      b += values[at + i + 1] * other[i + 1];
      c += values[at + i + 2] * other[i + 2];
      d += values[at + i + 3] * other[i + 3];
    }
    for (; i < dimensions; i++) {
      a += values[at + i] * other[i];
    }
    return a + b + (c + d);
  }
}
