package fovea.tensor;

import java.nio.FloatBuffer;
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
    Native.run(
        "images",
        () -> {
          FloatBuffer to = new FloatPointer(Native.data(rows.handle())).asBuffer();
          float[] converted = new float[values];
          for (byte[] image : pixels) {
            for (int i = 0; i < values; i++) {
              converted[i] = SHARE_OF_255[image[i] & 0xff];
            }
            to.put(converted);
          }
        });
    Tape.note("images", () -> Operands.of(rows), rows);
    return rows.permute(0, 3, 1, 2);
  }
}
