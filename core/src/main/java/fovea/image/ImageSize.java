package fovea.image;

/**
 * How large an image is, as its file has it: not turned upright yet.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record ImageSize(int width, int height) {
  /** The shorter side, in pixels. */
  public int shorter() {
    return Math.min(width, height);
  }
}
