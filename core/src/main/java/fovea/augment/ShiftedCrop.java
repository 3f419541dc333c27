package fovea.augment;

import fovea.data.Batch;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;

/**
 * Moves each image by a random number of whole pixels: padded on every side, then cropped to its
 * size.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2015, section 4.2</a>
 */
public final class ShiftedCrop implements Augmentation {
  private final int pixels;
  private final Padding padding;

  /**
   * Shifts drawn uniformly from [-pixels, pixels], down and across.
   *
   * @param pixels 0 or more; with reflection less than the images' size
   * @throws IllegalArgumentException if {@code pixels} is negative
   */
  public ShiftedCrop(int pixels, Padding padding) {
    if (pixels < 0) {
      throw new IllegalArgumentException("shift: " + pixels + " pixels, expected 0 or more");
    }
    this.pixels = pixels;
    this.padding = padding;
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.batch();
    int n = batch.size();
    int[] down = new int[n];
    int[] right = new int[n];
    for (int i = 0; i < n; i++) {
      down[i] = pixels - rng.nextInt(2 * pixels + 1);
      right[i] = pixels - rng.nextInt(2 * pixels + 1);
    }
    return batch.with(PixelMoves.shift(batch.images(), down, right, padding));
  }
}
