package fovea.augment;

import fovea.tensor.Rng;
import java.util.Optional;

/** A part of an image, in whole pixels. */
record Box(int top, int left, int height, int width) {
  private static final int TRIES = 10;

  /**
   * A box anywhere in an image.
   *
   * @param minScale its least share of the image's area, which is drawn uniformly
   * @param maxScale its largest share of the image's area
   * @param ratio of width to height, or of height to width, at most; its logarithm is drawn
   *     uniformly
   * @return none where ten draws in turn don't fit into the image
   */
  static Optional<Box> draw(
      Rng rng, int height, int width, double minScale, double maxScale, double ratio) {
    for (int i = 0; i < TRIES; i++) {
      double area = height * width * (minScale + (maxScale - minScale) * rng.nextDouble());
      double proportion = Math.exp(Math.log(ratio) * (2 * rng.nextDouble() - 1));
      int boxWidth = (int) Math.round(Math.sqrt(area * proportion));
      int boxHeight = (int) Math.round(Math.sqrt(area / proportion));
      if (boxWidth > 0 && boxWidth <= width && boxHeight > 0 && boxHeight <= height) {
        return Optional.of(
            new Box(
                rng.nextInt(height - boxHeight + 1),
                rng.nextInt(width - boxWidth + 1),
                boxHeight,
                boxWidth));
      }
    }
    return Optional.empty();
  }
}
