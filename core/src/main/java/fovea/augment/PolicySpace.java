package fovea.augment;

import fovea.tensor.Geometry.Padding;
import fovea.tensor.Rng;

/**
 * How strong each {@link PolicyOperation} is by its level, from 0 to 1.
 *
 * @param shear largest slope
 * @param move how far at most a picture is moved, in pixels
 * @param degrees largest angle
 * @param factor by how much the factors of brightness, colour, contrast and sharpness differ from 1
 *     at most
 * @param bits that posterising keeps at level 0
 * @param lostBits of them at level 1
 */
record PolicySpace(double shear, Move move, double degrees, double factor, int bits, int lostBits) {
  /**
   * As {@link PolicyOperation#apply} takes it, in the positive way.
   *
   * @param level from 0 to 1
   */
  double magnitude(PolicyOperation operation, double level, int height, int width) {
    return switch (operation) {
      case IDENTITY, AUTOCONTRAST, EQUALIZE -> 0;
      case SHEAR_X, SHEAR_Y -> shear * level;
      case TRANSLATE_X -> move.most(width) * level;
      case TRANSLATE_Y -> move.most(height) * level;
      case ROTATE -> degrees * level;
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> factor * level;
      case POSTERIZE -> bits - Math.rint(lostBits * level);
      case SOLARIZE -> 1 - level;
    };
  }

  /** Applies an operation, in either way at random where there are two. */
  void apply(PolicyOperation operation, Picture picture, double level, Padding padding, Rng rng) {
    double magnitude = magnitude(operation, level, picture.height(), picture.width());
    boolean negative = operation.goesEitherWay() && rng.nextLong() < 0;
    operation.apply(picture, negative ? -magnitude : magnitude, padding);
  }

  /** How far a picture of so many pixels a side is moved along it. */
  @FunctionalInterface
  interface Move {
    double most(int side);
  }
}
