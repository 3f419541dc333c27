package fovea.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * An image as plain bytes.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb row by row from the top left, three bytes a pixel (red, green, blue, each 0 to 255);
 *     not copied
 */
@SuppressWarnings("ArrayRecordComponent") // an image's bytes are shared, not copied
public record Pixels(int width, int height, byte[] rgb) {
  /**
   * @throws IllegalArgumentException if the byte count is unlike the size
   */
  public Pixels {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are no RGB image of " + width + " x " + height);
    }
  }

  /**
   * The image of {@link #values}, what lies outside of [0, 1] cut off.
   *
   * @param values [3, height, width] flattened, among others
   * @param from where they begin
   */
  public static Pixels ofValues(float[] values, int from, int height, int width) {
    int area = height * width;
    byte[] rgb = new byte[3 * area];
    for (int i = 0; i < rgb.length; i++) {
      float value = values[from + i % 3 * area + i / 3];
      rgb[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, value)));
    }
    return new Pixels(width, height, rgb);
  }

  /** As networks take it: [3, height, width] flattened, in [0, 1]. */
  public float[] values() {
    int area = width * height;
    float[] values = new float[3 * area];
    for (int i = 0; i < values.length; i++) {
      values[i] = (rgb[3 * (i % area) + i / area] & 0xff) / 255f;
    }
    return values;
  }

  /** A copy for Java's own drawing and writers. */
  public BufferedImage toBufferedImage() {
    int[] packed = new int[width * height];
    Arrays.setAll(
        packed,
        i -> (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff));
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, packed, 0, width);
    return image;
  }
}
