package fovea.serve.insight;

import fovea.image.Pixels;

/** Pictures of what networks see: [3, height, width] flattened, in [0, 1]. */
final class Planes {
  private static final int MIDDLE = 128;
  private static final int MOST = 127;

  private Planes() {}

  /** What was changed, around grey, so that the largest change is seen in full. */
  static Pixels difference(float[] before, float[] after, int height, int width) {
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    int area = height * width;
    byte[] rgb = new byte[before.length];
    for (int i = 0; i < before.length; i++) {
      double share = largest == 0 ? 0 : (after[i] - before[i]) / largest;
      rgb[3 * (i % area) + i / area] = (byte) Math.round(MIDDLE + MOST * share);
    }
    return new Pixels(width, height, rgb);
  }
}
