package fovea.augment;

import fovea.tensor.PixelMoves;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/** Mirrors half of the images, chosen at random, left to right. */
public final class HorizontalFlip implements Augmentation {
  @Override
  public Tensor apply(Tensor images, Rng rng) {
    boolean[] mirrored = new boolean[Math.toIntExact(images.shape().size(0))];
    for (int i = 0; i < mirrored.length; i++) {
      mirrored[i] = rng.nextLong() < 0;
    }
    return PixelMoves.mirror(images, mirrored);
  }
}
