package fovea.image;

import java.awt.image.Raster;

/**
 * JPEG with components of half the rows and all columns, as of a picture of 4:2:2 that was turned.
 * libjpeg 6, which most JDKs hold, shows each of their rows twice; libjpeg-turbo, and so Pillow and
 * browsers, go over from one to the next.
 */
final class JpegRows {
  private static final int HALF = 1 << 15;

  private JpegRows() {}

  /**
   * In RGB.
   *
   * @param stored luma and chroma
   * @param halved which components have half the rows
   */
  static Pixels toRgb(Raster stored, boolean[] halved) {
    int width = stored.getWidth();
    int height = stored.getHeight();
    byte[] samples = new byte[3 * width * height];
    int[] row = new int[3 * width];
    for (int y = 0, to = 0; y < height; y++) {
      stored.getPixels(stored.getMinX(), stored.getMinY() + y, width, 1, row);
      for (int sample : row) {
        samples[to++] = (byte) sample;
      }
    }
    for (int c = 0; c < 3; c++) {
      if (halved[c] && twice(samples, c, width, height)) {
        blend(samples, c, width, height);
      }
    }
    for (int at = 0; at < samples.length; at += 3) {
      fromLuma(samples, at);
    }
    return new Pixels(width, height, samples);
  }

  /** Whether each row is there twice; else the JDK's libjpeg is one that goes over. */
  private static boolean twice(byte[] samples, int component, int width, int height) {
    for (int y = 0; y + 1 < height; y += 2) {
      int upper = 3 * y * width + component;
      for (int x = 0; x < width; x++) {
        if (samples[upper + 3 * x] != samples[upper + 3 * (x + width)]) {
          return false;
        }
      }
    }
    return true;
  }

  /** Three parts of the nearer row and one of the other, column by column. */
  private static void blend(byte[] samples, int component, int width, int height) {
    int down = 3 * width;
    for (int x = 0; x < width; x++) {
      int at = 3 * x + component;
      int here = samples[at] & 0xff;
      int above = here;
      for (int y = 0; y < height; y += 2, at += 2 * down) {
        int below = y + 2 < height ? samples[at + 2 * down] & 0xff : here;
        samples[at] = (byte) ((3 * here + above + 1) >> 2);
        if (y + 1 < height) {
          samples[at + down] = (byte) ((3 * here + below + 2) >> 2);
        }
        above = here;
        here = below;
      }
    }
  }

  /** JFIF's equations in whole numbers, rounded as libjpeg does. */
  private static void fromLuma(byte[] samples, int at) {
    int luma = samples[at] & 0xff;
    int blue = (samples[at + 1] & 0xff) - 128;
    int red = (samples[at + 2] & 0xff) - 128;
    samples[at] = toByte(luma + ((91881 * red + HALF) >> 16)); // 1.402
    samples[at + 1] = toByte(luma + ((-22554 * blue - 46802 * red + HALF) >> 16)); // .344, .714
    samples[at + 2] = toByte(luma + ((116130 * blue + HALF) >> 16)); // 1.772
  }

  private static byte toByte(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
