package fovea.augment;

import fovea.data.Batch;
import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;
import java.util.Arrays;

/**
 * Blacks out a square of each image, whose centre may lie anywhere in it.
 *
 * @see <a href="https://arxiv.org/abs/1708.04552">DeVries and Taylor 2017</a>
 */
public final class Cutout implements Augmentation {
  private final int side;

  /**
   * @param side of the square, in pixels, at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Cutout(int side) {
    if (side < 1) {
      throw new IllegalArgumentException("cutout: " + side + " pixels, expected at least 1");
    }
    this.side = side;
  }

  @Override
  public Batch apply(Batch batch, Moment moment) {
    Rng rng = moment.batch();
    int n = batch.size();
    int height = Math.toIntExact(batch.images().shape().size(2));
    int width = Math.toIntExact(batch.images().shape().size(3));
    int[] top = new int[n];
    int[] left = new int[n];
    Arrays.setAll(
        top,
        i -> {
          left[i] = rng.nextInt(width) - side / 2;
          return rng.nextInt(height) - side / 2;
        });
    return batch.with(PixelMoves.blank(batch.images(), top, left, side));
  }
}
