package fovea.augment;

import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/**
 * Mirrors a random half of the images in the first pass over them, the other half in the second,
 * and so on in turns: every two passes show each image both ways.
 *
 * @see <a href="https://arxiv.org/abs/2404.00498">Jordan 2024, section 3.6</a>
 */
public final class AlternatingFlip {
  private final boolean[] mirroredFirst;

  /**
   * @param images how many there are
   * @param rng decides which are mirrored first
   */
  public AlternatingFlip(int images, Rng rng) {
    mirroredFirst = new boolean[images];
    for (int i = 0; i < images; i++) {
      mirroredFirst[i] = rng.nextLong() < 0;
    }
  }

  /**
   * A batch of the images as a pass shows them.
   *
   * @param images [N, C, H, W], float32
   * @param indices of the N images among all
   * @param pass counted from 1
   */
  public Tensor apply(Tensor images, int[] indices, int pass) {
    boolean[] mirrored = new boolean[indices.length];
    for (int i = 0; i < indices.length; i++) {
      mirrored[i] = mirroredFirst[indices[i]] == (pass % 2 == 1);
    }
    return PixelMoves.mirror(images, mirrored);
  }
}
