package fovea.tensor;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Float32 images [N, C, H, W] as Java arrays, one after the other: what happens pixel by pixel is
 * faster in plain Java than as many operations that each go through memory.
 */
public final class ImageArrays {
  private ImageArrays() {}

  /** What becomes of an image. */
  @FunctionalInterface
  public interface Work {
    /**
     * @param image its number in the batch
     * @param values [H, W, C] flattened, to be overwritten at will
     * @return the new values, [height, width, C] flattened; may be {@code values}
     */
    float[] apply(int image, float[] values);
  }

  /**
   * Other images, each made from one of these, in order.
   *
   * @param name of the operation
   * @param height of the new images
   * @param width of the new images
   * @return [N, C, height, width], channels-last
   */
  public static Tensor each(String name, Tensor images, int height, int width, Work work) {
    Shape shape = images.shape();
    ShapeRules.rank(name, "images", shape, 4, "[N, C, H, W]");
    ShapeRules.require(
        images.dtype() == DType.FLOAT32,
        "%s: images of %s, expected float32",
        name,
        images.dtype());
    int size = Math.toIntExact(shape.size(1) * shape.size(2) * shape.size(3));
    int newSize = Math.toIntExact(shape.size(1) * height * width);
    Tensor from = images.channelsLast();
    return Native.op(
        name,
        () -> Operands.of(from).with("size", new long[] {height, width}),
        () -> {
          org.bytedeco.pytorch.Tensor rows =
              Native.empty(DType.FLOAT32, Shape.of(shape.size(0), height, width, shape.size(1)));
          float[] values = new float[size];
          for (int image = 0; image < shape.size(0) && size > 0 && newSize > 0; image++) {
            at(from.handle(), (long) image * size).get(values);
            float[] made = work.apply(image, values);
            ShapeRules.require(
                made.length == newSize,
                "%s: %d values for image %d, expected %d",
                name,
                made.length,
                image,
                newSize);
            at(rows, (long) image * newSize).put(made);
          }
          return rows.permute(0, 3, 1, 2);
        });
  }

  private static FloatPointer at(org.bytedeco.pytorch.Tensor handle, long position) {
    return new FloatPointer(Native.data(handle)).position(position);
  }
}
