package fovea.inspect;

import fovea.image.Pixels;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;

/** An image, or what is added to one, a plane a channel: [3, height, width] flattened. */
final class Planes {
  private static final double MIDDLE = 0.5;

  private final int height;
  private final int width;
  private float[] values;

  Planes(int height, int width, float[] values) {
    this.height = height;
    this.width = width;
    this.values = values;
  }

  /** Grey with normal noise, in [0, 1]. */
  static Planes noise(Shape input, double deviation, Rng rng) {
    float[] values = new float[Math.toIntExact(input.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = bounded(MIDDLE + deviation * rng.nextGaussian());
    }
    return new Planes(Math.toIntExact(input.size(1)), Math.toIntExact(input.size(2)), values);
  }

  /** Those of a tensor [N, 3, H, W]. */
  static Planes[] of(Tensor images) {
    int height = Math.toIntExact(images.shape().size(2));
    int width = Math.toIntExact(images.shape().size(3));
    int size = 3 * height * width;
    float[] all = images.toFloats();
    Planes[] planes = new Planes[all.length / size];
    Arrays.setAll(
        planes, i -> new Planes(height, width, Arrays.copyOfRange(all, i * size, (i + 1) * size)));
    return planes;
  }

  /** [N, 3, H, W] of images of one size. */
  static Tensor tensor(Planes[] images) {
    int size = images[0].values.length;
    float[] all = new float[images.length * size];
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(images[i].values, 0, all, i * size, size);
    }
    return Tensor.of(all, images.length, 3, images[0].height, images[0].width);
  }

  float[] values() {
    return values;
  }

  /** Moved down and to the right; what leaves at an edge comes in at the other. */
  Planes shifted(int down, int right) {
    float[] moved = new float[values.length];
    for (int i = 0; i < moved.length; i++) {
      int x = Math.floorMod(i % width - right, width);
      int y = Math.floorMod(i / width % height - down, height);
      moved[i] = values[(i / (width * height) * height + y) * width + x];
    }
    return new Planes(height, width, moved);
  }

  /** Goes along a gradient so far that the root of the mean square change is {@code rate}. */
  void climb(Planes gradient, double rate) {
    double squares = 0;
    for (float value : gradient.values) {
      squares += (double) value * value;
    }
    if (squares == 0) {
      return;
    }
    double scale = rate / Math.sqrt(squares / values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = bounded(values[i] + scale * gradient.values[i]);
    }
  }

  /** By weights of 1, 2 and 1 in either direction; the edges repeat. */
  void blur() {
    float[] across = new float[values.length];
    for (int i = 0; i < across.length; i++) {
      int left = i % width > 0 ? i - 1 : i;
      int right = i % width < width - 1 ? i + 1 : i;
      across[i] = (values[left] + 2 * values[i] + values[right]) / 4;
    }
    float[] both = new float[values.length];
    for (int i = 0; i < both.length; i++) {
      int y = i / width % height;
      int above = y > 0 ? i - width : i;
      int below = y < height - 1 ? i + width : i;
      both[i] = (across[above] + 2 * across[i] + across[below]) / 4;
    }
    values = both;
  }

  /** Values in [0, 1] as bytes. */
  Pixels pixels() {
    return Pixels.ofValues(values, 0, height, width);
  }

  private static float bounded(double value) {
    return (float) Math.max(0, Math.min(1, value));
  }
}
