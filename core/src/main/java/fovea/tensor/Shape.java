package fovea.tensor;

import java.util.Arrays;

/** The sizes of a tensor's dimensions; prints as {@code [64, 3, 32, 32]}. */
public final class Shape {
  private final long[] sizes;

  private Shape(long[] sizes) {
    this.sizes = sizes;
  }

  /**
   * @throws IllegalArgumentException if a size is negative
   */
  public static Shape of(long... sizes) {
    for (long size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(sizes) + " has a negative size");
      }
    }
    return new Shape(sizes.clone());
  }

  /** How many dimensions; 0 for a single number. */
  public int rank() {
    return sizes.length;
  }

  /** The size of a dimension; negative dimensions count from the end. */
  public long size(int dim) {
    return sizes[dim < 0 ? dim + sizes.length : dim];
  }

  /**
   * The product of all sizes.
   *
   * @throws ArithmeticException if it doesn't fit a long
   */
  public long elements() {
    long product = 1;
    for (long size : sizes) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }

  public long[] toArray() {
    return sizes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
