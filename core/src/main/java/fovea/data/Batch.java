package fovea.data;

import fovea.tensor.DType;
import fovea.tensor.ImageBytes;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Images that go through a network together, and what it shall say of them.
 *
 * @param images [N, 3, H, W], float32 in [0, 1], channels innermost in memory
 * @param target each image's class, [N], int64; or its share of each class, [N, classes], float32,
 *     whose rows add up to 1
 * @param indices of the N images in their set; not copied
 * @param classes that there are
 */
@SuppressWarnings("ArrayRecordComponent") // a batch is made once and read by one thread
public record Batch(Tensor images, Tensor target, int[] indices, int classes) {
  /**
   * Images from their bytes.
   *
   * @param pixels one array an image, [height, width, 3] flattened, each 0 to 255
   * @return [N, 3, height, width], float32 in [0, 1], channels innermost in memory
   */
  public static Tensor images(List<byte[]> pixels, int height, int width) {
    return ImageBytes.toTensor(pixels, height, width);
  }

  /** How many images there are. */
  public int size() {
    return indices.length;
  }

  /** Whether an image may belong to several classes, each by its share. */
  public boolean hasShares() {
    return target.shape().rank() == 2;
  }

  /** The target as each image's share of each class, [N, classes], float32. */
  public Tensor shares() {
    if (hasShares()) {
      return target;
    }
    long[] labels = target.toLongs();
    float[] shares = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      shares[i * classes + (int) labels[i]] = 1;
    }
    return Tensor.of(shares, labels.length, classes);
  }

  /**
   * How much of the batch is rightly told by these classes: for each image its share of the class
   * told for it, which is 1 or 0 where it belongs to one.
   *
   * @param told [N], int64
   * @return from 0 to the number of images
   */
  public double right(Tensor told) {
    return hasShares()
        ? target.gather(1, told.unsqueeze(1)).sum().item()
        : told.eq(target).to(DType.FLOAT32).sum().item();
  }

  /** The same with other images, one for each. */
  public Batch with(Tensor otherImages) {
    return new Batch(otherImages, target, indices, classes);
  }

  /** The same with other images and another target, one for each. */
  public Batch with(Tensor otherImages, Tensor otherTarget) {
    return new Batch(otherImages, otherTarget, indices, classes);
  }

  /** Some of the images, a view. */
  public Batch narrow(int first, int count) {
    return new Batch(
        images.narrow(0, first, count),
        target.narrow(0, first, count),
        Arrays.copyOfRange(indices, first, first + count),
        classes);
  }
}
