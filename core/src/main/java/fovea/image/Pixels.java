package fovea.image;

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
}
