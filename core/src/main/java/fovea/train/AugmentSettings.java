package fovea.train;

/**
 * How training images are varied.
 *
 * @param horizontalFlip whether half of them are mirrored
 * @param rotation the largest angle, in degrees, either way, in [0, 180]
 * @param shift the largest shift, in pixels, in each direction, in [0, 64]
 * @param padding what a shift or a rotation lets in from outside
 */
public record AugmentSettings(boolean horizontalFlip, double rotation, int shift, Padding padding) {
  static final AugmentSettings STANDARD = new AugmentSettings(false, 0, 0, Padding.REFLECT);

  /** What lies beyond an image's edge. */
  public enum Padding {
    /** Black. */
    ZERO,
    /** The image, mirrored at its edge. */
    REFLECT
  }

  public AugmentSettings {
    Limits.ROTATION.check("rotation", rotation);
    Limits.SHIFT.check("shift", shift);
  }
}
