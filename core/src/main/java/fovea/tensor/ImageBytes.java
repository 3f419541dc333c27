package fovea.tensor;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** Images as their files have them, made tensors. */
public final class ImageBytes {
  /** A table spares the passes over memory of a conversion and a division. */
  private static final float[] SHARE_OF_255 = new float[256];

  static {
    for (int i = 0; i < SHARE_OF_255.length; i++) {
      SHARE_OF_255[i] = i / 255f;
    }
  }

  private ImageBytes() {}

  /**
   * Images from their bytes.
   *
   * @param pixels one array an image, [height, width, 3] flattened, each read as 0 to 255
   * @return [N, 3, height, width], float32 in [0, 1], channels-last
   */
  public static Tensor toTensor(List<byte[]> pixels, int height, int width) {
    int values = height * width * 3;
    for (byte[] image : pixels) {
      ShapeRules.require(
          image.length == values,
          "images: %d bytes, and an image of %d x %d takes %d",
          image.length,
          height,
          width,
          values);
    }
    Tensor rows = Tensor.unset(pixels.size(), height, width, 3);
    float[] converted = new float[values];
    for (int image = 0; image < pixels.size(); image++) {
      put(rows, image, pixels.get(image), converted);
    }
    Tape.note("images", () -> Operands.of(rows), rows);
    return rows.permute(0, 3, 1, 2);
  }

  /**
   * Writes one image. A buffer would end after 2 GB, which a batch may be larger than.
   *
   * @param rows [N, H, W, 3], contiguous
   * @param converted of the image's size, to be overwritten
   */
  static void put(Tensor rows, long image, byte[] pixels, float[] converted) {
    for (int i = 0; i < converted.length; i++) {
      converted[i] = SHARE_OF_255[pixels[i] & 0xff];
    }
    Native.run(
        "images",
        () ->
            new FloatPointer(Native.data(rows.handle()))
                .position(image * converted.length)
                .put(converted));
  }
}
