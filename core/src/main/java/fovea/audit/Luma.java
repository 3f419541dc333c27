package fovea.audit;

import fovea.image.Pixels;
import fovea.image.Resize;

/** Images as brightness alone, which copies have in common whatever was done to their colours. */
final class Luma {
  private Luma() {}

  /**
   * The brightness of an image, scaled to a square.
   *
   * @return [side, side] flattened, each in [0, 255], by ITU-R BT.601
   */
  static float[] of(Pixels image, int side) {
    return of(Resize.cover(image, side, side).rgb());
  }

  /** That of each of RGB pixels. */
  static float[] of(byte[] rgb) {
    float[] luma = new float[rgb.length / 3];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          0.299f * (rgb[3 * i] & 0xff)
              + 0.587f * (rgb[3 * i + 1] & 0xff)
              + 0.114f * (rgb[3 * i + 2] & 0xff);
    }
    return luma;
  }
}
