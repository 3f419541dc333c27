package fovea.augment;

import fovea.tensor.Geometry.Padding;
import fovea.tensor.Rng;

/**
 * What the policies of {@link RandAugment}, {@link TrivialAugment} and {@link AugMix} choose among:
 * the operations of AutoAugment that are left when those are dropped which spoil the label.
 *
 * @see <a href="https://arxiv.org/abs/1805.09501">Cubuk et al. 2018, table 6</a>
 */
enum PolicyOperation {
  IDENTITY,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  ROTATE,
  BRIGHTNESS,
  COLOR,
  CONTRAST,
  SHARPNESS,
  POSTERIZE,
  SOLARIZE,
  AUTOCONTRAST,
  EQUALIZE;

  static PolicyOperation draw(Rng rng) {
    return values()[rng.nextInt(values().length)];
  }

  /**
   * Changes a picture.
   *
   * @param magnitude of shear the slope, of a move pixels, of a turn degrees, of the four that
   *     follow the factor less 1; each to be negative in half of the calls. Of posterising the bits
   *     that are kept, of solarising the threshold
   */
  void apply(Picture picture, double magnitude, Padding padding) {
    switch (this) {
      case IDENTITY -> {}
      case SHEAR_X -> Warp.about(0, 0, 1, magnitude, 0, 1).apply(picture, padding);
      case SHEAR_Y -> Warp.about(0, 0, 1, 0, magnitude, 1).apply(picture, padding);
      case TRANSLATE_X -> Warp.translation(magnitude, 0).apply(picture, padding);
      case TRANSLATE_Y -> Warp.translation(0, magnitude).apply(picture, padding);
      case ROTATE -> Warp.rotation(picture, magnitude).apply(picture, padding);
      case BRIGHTNESS -> ColorJitter.brighten(picture, 1 + magnitude);
      case COLOR -> ColorJitter.saturate(picture, 1 + magnitude);
      case CONTRAST -> ColorJitter.contrast(picture, 1 + magnitude);
      case SHARPNESS -> Sharpness.sharpen(picture, 1 + magnitude);
      case POSTERIZE -> Posterize.posterize(picture, (int) magnitude);
      case SOLARIZE -> Solarize.solarize(picture, magnitude);
      case AUTOCONTRAST -> Autocontrast.autocontrast(picture);
      case EQUALIZE -> Equalize.equalize(picture);
    }
  }

  /** Whether the magnitude may be negative. */
  boolean goesEitherWay() {
    return switch (this) {
      case IDENTITY, POSTERIZE, SOLARIZE, AUTOCONTRAST, EQUALIZE -> false;
      default -> true;
    };
  }
}
