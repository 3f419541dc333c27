package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * An array of any rank for the plain-Java side of a comparison: computed with in double, its random
 * values exact in float32.
 */
public final class Doubles {
  private final int[] sizes;
  private final double[] values;

  private Doubles(double[] values, int... sizes) {
    this.values = values;
    this.sizes = sizes;
  }

  public static Doubles zeros(int... sizes) {
    return new Doubles(new double[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)], sizes);
  }

  public static Doubles normal(Rng rng, int... sizes) {
    Doubles made = zeros(sizes);
    Arrays.setAll(made.values, i -> (float) rng.nextGaussian());
    return made;
  }

  public static Doubles of(Tensor tensor) {
    int[] sizes = Arrays.stream(tensor.shape().toArray()).mapToInt(Math::toIntExact).toArray();
    float[] floats = tensor.toFloats();
    Doubles made = zeros(sizes);
    Arrays.setAll(made.values, i -> floats[i]);
    return made;
  }

  public int size(int dim) {
    return sizes[dim];
  }

  public int[] sizes() {
    return sizes.clone();
  }

  public double[] values() {
    return values;
  }

  public double at(int... index) {
    return values[position(index)];
  }

  public void set(double value, int... index) {
    values[position(index)] = value;
  }

  public void add(double value, int... index) {
    values[position(index)] += value;
  }

  private int position(int... index) {
    int position = 0;
    for (int dim = 0; dim < sizes.length; dim++) {
      if (index[dim] < 0 || index[dim] >= sizes[dim]) {
        throw new IndexOutOfBoundsException(Arrays.toString(index) + Arrays.toString(sizes));
      }
      position = position * sizes[dim] + index[dim];
    }
    return position;
  }

  /** As a float32 tensor in the current scope. */
  public Tensor tensor() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(floats, Arrays.stream(sizes).asLongStream().toArray());
  }

  public Doubles absolute() {
    return new Doubles(Arrays.stream(values).map(Math::abs).toArray(), sizes);
  }

  public double dot(Doubles other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * other.values[i];
    }
    return sum;
  }

  /** The gradient of a function at this point by central differences; this array is put back. */
  public Doubles slope(ToDoubleFunction<Doubles> function) {
    double step = 1e-5;
    Doubles slope = zeros(sizes);
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      values[i] = value + step;
      double above = function.applyAsDouble(this);
      values[i] = value - step;
      slope.values[i] = (above - function.applyAsDouble(this)) / (2 * step);
      values[i] = value;
    }
    return slope;
  }

  /** Fails unless shape and values are these, within a tolerance relative to the largest. */
  public void assertMatches(Tensor tensor, double tolerance, String what) {
    assertThat(tensor.shape())
        .as(what)
        .isEqualTo(Shape.of(Arrays.stream(sizes).asLongStream().toArray()));
    double scale = 1 + Arrays.stream(values).map(Math::abs).max().orElse(0);
    float[] found = tensor.toFloats();
    for (int i = 0; i < found.length; i++) {
      if (!(Math.abs(found[i] - values[i]) <= tolerance * scale)) {
        assertThat((double) found[i]).as("%s, value %d", what, i).isEqualTo(values[i]);
      }
    }
  }
}
