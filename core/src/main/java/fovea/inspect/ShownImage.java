package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fovea.data.ImageSet;
import fovea.image.Pixels;
import fovea.image.Resize;

/**
 * An image that something is said of, small enough for a page.
 *
 * @param file what it is called, as {@link ImageSet#name} has it
 * @param label the class that it is filed under
 */
public record ShownImage(String file, String label, @JsonIgnore Pixels pixels) {
  /** Height and width at most. */
  public static final int SIDE = 96;

  static ShownImage of(ImageSet images, int image) {
    return of(images, image, SIDE);
  }

  /**
   * @param side height and width at most
   */
  static ShownImage of(ImageSet images, int image, int side) {
    Pixels pixels = new Pixels(images.width(), images.height(), images.pixels(image));
    return new ShownImage(
        images.name(image), images.classes().get(images.label(image)), small(pixels, side));
  }

  /** An image cut to a square and made smaller, where it is larger than a page needs. */
  public static Pixels small(Pixels pixels) {
    return small(pixels, SIDE);
  }

  private static Pixels small(Pixels pixels, int side) {
    return Math.max(pixels.width(), pixels.height()) <= side
        ? pixels
        : Resize.cover(pixels, side, side);
  }
}
