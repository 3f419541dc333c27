package fovea.data;

import fovea.tensor.ImageBytes;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * Images that go through a network together.
 *
 * @param images [N, 3, H, W], float32 in [0, 1], channels innermost in memory
 * @param labels [N], int64
 */
public record Batch(Tensor images, Tensor labels) {
  /**
   * Images from their bytes.
   *
   * @param pixels one array an image, [height, width, 3] flattened, each 0 to 255
   * @return [N, 3, height, width], float32 in [0, 1], channels innermost in memory
   */
  public static Tensor images(List<byte[]> pixels, int height, int width) {
    return ImageBytes.toTensor(pixels, height, width);
  }
}
