package fovea.image.vp8;

import java.util.Arrays;

/**
 * The samples of luma or of one chroma, with the border that prediction sees: 127 above, 129 on the
 * left.
 *
 * @param start where the sample at the upper left lies
 */
@SuppressWarnings("ArrayRecordComponent") // samples are written where they lie
record Plane(byte[] samples, int stride, int start) {
  /** Samples above and to the right that the last block of a row sees. */
  private static final int BEYOND = 4;

  static Plane of(int width, int height) {
    int stride = 1 + width + BEYOND;
    byte[] samples = new byte[Math.multiplyExact(stride, height + 1)];
    Arrays.fill(samples, 0, stride, (byte) 127);
    for (int y = 1; y <= height; y++) {
      samples[y * stride] = (byte) 129;
    }
    return new Plane(samples, stride, stride + 1);
  }

  int at(int x, int y) {
    return start + y * stride + x;
  }
}
