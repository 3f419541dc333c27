package fovea.evaluate;

import fovea.data.Batch;
import fovea.image.Pixels;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Threads;
import java.util.List;

/**
 * Gives the features that a network has of images: what its head is given, averaged over height and
 * width. Any number of threads may ask at once, as long as the network isn't trained meanwhile.
 */
public final class FeatureExtractor implements AutoCloseable {
  private final Prepared network;
  private final Module head;
  private final int height;
  private final int width;
  private final int threads;

  /**
   * An extractor by a network that was prepared, in evaluation mode.
   *
   * @param network closed with this, or if it can't be made
   * @param head the module of the network whose input the features are
   * @param input [3, height, width]
   * @param threads that one call uses, at least 1
   * @throws IllegalArgumentException for fewer threads
   */
  public FeatureExtractor(Prepared network, Module head, Shape input, int threads) {
    this.network = network;
    this.head = head;
    this.threads = threads;
    try {
      Threads.requirePositive(threads);
      this.height = Math.toIntExact(input.size(1));
      this.width = Math.toIntExact(input.size(2));
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  /**
   * The features of each image, all as many.
   *
   * @param images of the network's input size
   * @throws IllegalArgumentException for an image of another size
   * @throws fovea.FoveaException if they are infinite or NaN
   */
  public List<float[]> of(List<Pixels> images) {
    for (Pixels image : images) {
      if (image.height() != height || image.width() != width) {
        throw new IllegalArgumentException(
            "image of %d x %d, the network takes %d x %d"
                .formatted(image.width(), image.height(), width, height));
      }
    }
    float[][] found = new float[images.size()][];
    if (images.size() <= Chunks.SIZE) {
      try (Threads.Block block = Threads.block(threads)) {
        put(images, found, 0);
      }
    } else {
      Chunks.each(
          images.size(), threads, (first, end) -> put(images.subList(first, end), found, first));
    }
    return List.of(found);
  }

  private void put(List<Pixels> images, float[][] found, int first) {
    if (images.isEmpty()) {
      return;
    }
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Features features =
          ForwardPass.byInputsOf(network, head, "head")
              .call(Batch.images(images.stream().map(Pixels::rgb).toList(), height, width))
              .features();
      if (features == null) {
        throw new IllegalStateException("the head's input was asked for");
      }
      Diverged.refuse(features.values(), "the features");
      for (int i = 0; i < images.size(); i++) {
        found[first + i] = features.of(i);
      }
    }
  }

  /** Frees the copies of the weights; the network stays open. */
  @Override
  public void close() {
    network.close();
  }
}
