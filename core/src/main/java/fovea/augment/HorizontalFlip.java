package fovea.augment;

import fovea.tensor.DType;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;

/** Mirrors half of the images, chosen at random, left to right. */
public final class HorizontalFlip implements Augmentation {
  @Override
  public Tensor apply(Tensor images, Rng rng) {
    int n = Math.toIntExact(images.shape().size(0));
    byte[] mirrored = new byte[n];
    for (int i = 0; i < n; i++) {
      mirrored[i] = (byte) (rng.nextLong() >>> 63);
    }
    Tensor mask = Tensor.ofBytes(mirrored, n, 1, 1, 1);
    return images.flip(3).where(mask, images).to(DType.FLOAT32);
  }
}
