package fovea.tensor;

import java.util.List;

/** Two whole numbers, one along an image's height and one along its width. */
public record Size2d(int height, int width) {
  /** The same along both. */
  public static Size2d square(int size) {
    return new Size2d(size, size);
  }

  public long area() {
    return (long) height * width;
  }

  boolean isAtLeast(int least) {
    return height >= least && width >= least;
  }

  /** As PyTorch shows it: a number where both are the same, else [height, width]. */
  public Object shown() {
    return height == width ? (Object) height : List.of(height, width);
  }

  long[] toArray() {
    return new long[] {height, width};
  }

  @Override
  public String toString() {
    return shown().toString();
  }
}
