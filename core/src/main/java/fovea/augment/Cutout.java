package fovea.augment;

import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
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
  public Tensor apply(Tensor images, Rng rng) {
    int n = Math.toIntExact(images.shape().size(0));
    int height = Math.toIntExact(images.shape().size(2));
    int width = Math.toIntExact(images.shape().size(3));
    int[] top = new int[n];
    int[] left = new int[n];
    Arrays.setAll(
        top,
        i -> {
          left[i] = rng.nextInt(width) - side / 2;
          return rng.nextInt(height) - side / 2;
        });
    return PixelMoves.blank(images, top, left, side);
  }
}
