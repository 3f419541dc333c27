package fovea.augment;

import fovea.data.Batch;
import fovea.tensor.ImageArrays;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.function.BiConsumer;

/**
 * An image while it is varied: float32 values in [0, 1], row by row, red, green and blue of each
 * pixel together. What changes it overwrites it, or fills {@link #spare} and swaps.
 */
final class Picture {
  static final int CHANNELS = 3;

  private final int height;
  private final int width;
  private float[] values;
  private float[] spare;

  Picture(int height, int width, float[] values) {
    this.height = height;
    this.width = width;
    this.values = values;
    this.spare = new float[values.length];
  }

  /**
   * A batch with each image varied, one after the other.
   *
   * @param name of the operation
   * @param change is given the batch's generator
   */
  static Batch each(String name, Batch batch, Moment moment, BiConsumer<Picture, Rng> change) {
    Tensor images = batch.images();
    int height = Math.toIntExact(images.shape().size(2));
    int width = Math.toIntExact(images.shape().size(3));
    Picture picture = new Picture(height, width, new float[CHANNELS * height * width]);
    return batch.with(
        ImageArrays.each(
            name,
            images,
            height,
            width,
            (image, values) -> {
              System.arraycopy(values, 0, picture.values, 0, values.length);
              change.accept(picture, moment.batch());
              return picture.values;
            }));
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** [height, width, 3] flattened; the picture's own. */
  float[] values() {
    return values;
  }

  /** An array of the same size, whatever it holds. */
  float[] spare() {
    return spare;
  }

  /** Makes what {@link #spare} holds the picture's values. */
  void swap() {
    float[] shown = values;
    values = spare;
    spare = shown;
  }

  Picture copy() {
    return new Picture(height, width, values.clone());
  }

  /** A pixel's luma as ITU-R BT.601 has it, with the digits of torchvision. */
  static float grey(float[] values, int pixel) {
    return 0.2989f * values[pixel] + 0.587f * values[pixel + 1] + 0.114f * values[pixel + 2];
  }

  /**
   * The nearest of 256 values, for operations that are defined on bytes.
   *
   * @param value in [0, 1]
   */
  static int toByte(float value) {
    return (int) (255 * value + 0.5f);
  }

  static float clamped(float value) {
    return Math.min(1, Math.max(0, value));
  }
}
