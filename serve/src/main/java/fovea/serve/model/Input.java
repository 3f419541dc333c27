package fovea.serve.model;

import fovea.image.Pixels;

/** An image as a model takes it, of its size. */
public sealed interface Input {
  /** As it was decoded. */
  record Picture(Pixels pixels) implements Input {}

  /**
   * As numbers.
   *
   * @param values [3, height, width] flattened, in [0, 1]; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // made once and only read
  record Values(float[] values) implements Input {}
}
