package fovea.data;

/**
 * How large images are read: as a network takes them, and for training perhaps larger besides, so
 * that crops lose no detail.
 *
 * @param height of the network's input, in pixels
 * @param width of the network's input, in pixels
 * @param oversize how many times that size the images to crop from have; at 1 there are no others
 */
public record ReadSize(int height, int width, double oversize) {
  public ReadSize {
    if (height < 1 || width < 1 || !(oversize >= 1)) {
      throw new IllegalArgumentException(
          "no images are of %d x %d, and %s times that".formatted(height, width, oversize));
    }
    if (3.0 * height * width * oversize * oversize > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no images are of " + height + " x " + width);
    }
  }

  /** Images of one size for all. */
  public static ReadSize of(int height, int width) {
    return new ReadSize(height, width, 1);
  }

  /** Whether there are larger images than those the network takes. */
  boolean hasLarger() {
    return larger().height != height || larger().width != width;
  }

  /** That of the images to crop from. */
  ReadSize larger() {
    return of((int) Math.round(height * oversize), (int) Math.round(width * oversize));
  }

  /** Of an image's pixels, in all sizes. */
  long bytes() {
    ReadSize larger = larger();
    return 3L * height * width + (hasLarger() ? 3L * larger.height * larger.width : 0);
  }
}
