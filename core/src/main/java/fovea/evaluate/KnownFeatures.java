package fovea.evaluate;

import fovea.data.Split;
import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * Features of images that a network was trained on, each scaled to length 1, to compare others
 * with.
 */
public final class KnownFeatures {
  /** Training images that are kept; more find little more, and take longer. */
  public static final int MOST = 5_000;

  /** One neighbour in a thousand, as the 50 of 50,000 images in the paper. */
  private static final double NEIGHBOURS = 1e-3;

  /** Images compared at once. */
  private static final int TOGETHER = 256;

  private final int dimensions;
  private final int neighbour;
  private final float[] values;

  /**
   * Keeps the array, which the caller gives away.
   *
   * @param neighbour which one's similarity counts, from 1 for the nearest
   * @param values [M, dimensions] flattened, each row of length 1 (or 0)
   */
  public KnownFeatures(int dimensions, int neighbour, float[] values) {
    if (dimensions < 1 || values.length == 0 || values.length % dimensions != 0) {
      throw new IllegalArgumentException(
          values.length + " values are no features of " + dimensions + " dimensions");
    }
    if (neighbour < 1 || neighbour > values.length / dimensions) {
      throw new IllegalArgumentException(
          "neighbour " + neighbour + " of " + values.length / dimensions + " features");
    }
    this.dimensions = dimensions;
    this.neighbour = neighbour;
    this.values = values;
  }

  /** Those of all images of these outputs. */
  public static KnownFeatures of(Outputs<Split.Train> outputs) {
    Features features = outputs.features();
    int neighbour = (int) Math.max(1, Math.round(outputs.size() * NEIGHBOURS));
    return new KnownFeatures(features.size(), neighbour, normalised(features));
  }

  private static float[] normalised(Features features) {
    int d = features.size();
    float[] from = features.values();
    float[] to = new float[from.length];
    for (int start = 0; start < from.length; start += d) {
      double square = 0;
      for (int i = start; i < start + d; i++) {
        square += (double) from[i] * from[i];
      }
      double length = square == 0 ? 1 : Math.sqrt(square);
      for (int i = start; i < start + d; i++) {
        to[i] = (float) (from[i] / length);
      }
    }
    return to;
  }

  /**
   * These and those of a few more images, which stand often enough for the neighbour that counts to
   * be one of them.
   *
   * @throws IllegalArgumentException if the features are of another size
   */
  public KnownFeatures with(Features few) {
    requireDimensions(few);
    float[] more = normalised(few);
    int photos = more.length / dimensions;
    int times = (neighbour + photos - 1) / photos;
    float[] all = Arrays.copyOf(values, Math.addExact(values.length, times * more.length));
    for (int i = 0; i < times; i++) {
      System.arraycopy(more, 0, all, values.length + i * more.length, more.length);
    }
    return new KnownFeatures(dimensions, neighbour, all);
  }

  private void requireDimensions(Features features) {
    if (features.size() != dimensions) {
      throw new IllegalArgumentException(
          "features of %d dimensions beside known ones of %d"
              .formatted(features.size(), dimensions));
    }
  }

  /** How many images they are of. */
  public int size() {
    return values.length / dimensions;
  }

  public int dimensions() {
    return dimensions;
  }

  /** Which neighbour's similarity counts. */
  public int neighbour() {
    return neighbour;
  }

  /** [{@link #size}, {@link #dimensions}] flattened; shared, not to be changed. */
  public float[] values() {
    return values;
  }

  /** [{@link #dimensions}, {@link #size}], to compare others with; in the current scope. */
  Tensor columns() {
    return Tensor.of(values, size(), dimensions).transpose(0, 1);
  }

  /** {@link #similarities(Features, Tensor)} by columns that are made for this once. */
  double[] similarities(Features features) {
    try (Scope scope = Scope.open()) {
      return similarities(features, columns());
    }
  }

  /**
   * Each image's cosine with the neighbour that counts, in [-1, 1] up to rounding.
   *
   * @param columns of {@link #columns}
   * @throws IllegalArgumentException if the features are of another size
   */
  double[] similarities(Features features, Tensor columns) {
    requireDimensions(features);
    float[] asked = normalised(features);
    double[] found = new double[asked.length / dimensions];
    try (Autograd.NoGrad off = Autograd.noGrad()) {
      for (int first = 0; first < found.length; first += TOGETHER) {
        int end = Math.min(found.length, first + TOGETHER);
        try (Scope some = Scope.open()) {
          float[] rows = Arrays.copyOfRange(asked, first * dimensions, end * dimensions);
          float[] cosines = Tensor.of(rows, end - first, dimensions).matmul(columns).toFloats();
          for (int i = first; i < end; i++) {
            found[i] = ofNeighbour(cosines, (i - first) * size());
          }
        }
      }
    }
    return found;
  }

  /** The k-th largest of a row, by the k largest so far, the smallest of them first. */
  private double ofNeighbour(float[] cosines, int start) {
    float[] largest = new float[neighbour];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    for (int i = start; i < start + size(); i++) {
      float cosine = cosines[i];
      if (cosine > largest[0]) {
        int at = 1;
        while (at < neighbour && largest[at] < cosine) {
          largest[at - 1] = largest[at];
          at++;
        }
        largest[at - 1] = cosine;
      }
    }
    return largest[0];
  }
}
