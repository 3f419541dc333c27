package fovea.augment;

import fovea.data.Batch;
import fovea.tensor.Rng;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.stream.IntStream;

/** Images as an augmentation shows them. */
final class Varied {
  private Varied() {}

  /** Images [N, C, H, W], numbered in order, in the first epoch. */
  static Tensor images(Augmentation augmentation, Tensor images, Rng rng) {
    return augmentation.apply(batch(images), moment(images, rng)).images();
  }

  /** In the first epoch, for a network that takes images of this size. */
  static Moment moment(Tensor images, Rng rng) {
    int height = (int) images.shape().size(2);
    int width = (int) images.shape().size(3);
    return new Moment(1, Rng.seeded(1), rng, new Size2d(height, width));
  }

  /** Images of ten classes in turns. */
  static Batch batch(Tensor images) {
    int n = (int) images.shape().size(0);
    long[] labels = IntStream.range(0, n).mapToLong(i -> i % 10).toArray();
    return new Batch(images, Tensor.ofLongs(labels, n), IntStream.range(0, n).toArray(), 10);
  }
}
