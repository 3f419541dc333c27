package fovea.evaluate;

import fovea.data.Batch;
import fovea.data.ImageSet;
import fovea.nn.Activations;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a network over images, chunk by chunk, in the order that reads them fastest; no
 * tensor outlives its chunk.
 *
 * @param threads that work on chunks beside one another
 */
record ForwardPass(ImageSet images, int threads) {

  /** A network as a pass calls it, on several threads at once. */
  interface Network {
    Output call(Tensor images);
  }

  /**
   * What it gives for a batch.
   *
   * @param logits [N, K]
   * @param features of the layer asked for, or null
   */
  record Output(Tensor logits, @Nullable Features features) {}

  /** Is given the outputs of chunks, in any order and by several threads at once. */
  interface Receiver {
    void take(int[] images, Outputs<?> chunk);
  }

  static Shape input(ImageSet images) {
    return Shape.of(3, images.height(), images.width());
  }

  /** A network prepared for inference on these images. */
  static Prepared prepared(Module network, ImageSet images, Execution how) {
    try (Threads.Block block = Threads.block(how.threads())) {
      return Prepared.of(network, input(images), how.precision());
    }
  }

  static Network by(Prepared network, Views views) {
    return images -> new Output(views.logits(network, images), null);
  }

  /** A network in evaluation mode as it is, and what a layer of it gives. */
  static Network by(Module network, Precision precision, String layer) {
    return images -> {
      try (Precision.Block block = precision.on()) {
        Activations found = Activations.of(network, images, List.of(layer));
        return new Output(found.output(), features(layer, found.byName().get(layer), images));
      }
    };
  }

  /** A prepared network, and what a module of it is given, averaged over height and width. */
  static Network byInputsOf(Prepared network, Module module, String layer) {
    return images -> {
      InputsOf inputs = new InputsOf(module);
      Tensor logits = inputs.during(() -> network.call(images));
      return new Output(logits, features(layer, inputs.pooled(), images));
    };
  }

  private static Features features(String layer, @Nullable Tensor output, Tensor images) {
    if (output == null) {
      throw new IllegalArgumentException(
          "module `" + layer + "` isn't called when the network computes its logits");
    }
    long[] sizes = output.shape().toArray();
    if (sizes.length == 0 || sizes[0] != images.shape().size(0)) {
      throw new IllegalArgumentException(
          "module `%s` gives %s for %d images, expected [%3$d, ...]"
              .formatted(layer, output.shape(), images.shape().size(0)));
    }
    Shape ofOne = Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
    return new Features(layer, ofOne, output.to(DType.FLOAT32).toFloats());
  }

  void run(Network network, Receiver receiver) {
    int[] order = images.readingOrder();
    Chunks.each(
        images.size(),
        threads,
        (first, end) -> {
          try (Scope scope = Scope.open();
              Autograd.NoGrad off = Autograd.noGrad()) {
            int[] some = Arrays.copyOfRange(order, first, end);
            Output output = network.call(pixels(images, some));
            int[] labels = IntStream.of(some).map(images::label).toArray();
            float[] logits = logits(output.logits(), some.length);
            Features features = output.features();
            Diverged.refuse(logits);
            if (features != null) {
              Diverged.refuse(features.values(), "the outputs of layer `" + features.layer() + "`");
            }
            receiver.take(some, new Outputs<>(images.classes(), labels, logits, features));
          }
        });
  }

  private float[] logits(Tensor logits, int count) {
    Shape expected = Shape.of(count, images.classes().size());
    if (!logits.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "the network gives %s, expected %s: a logit for each of the %d classes of each image"
              .formatted(logits.shape(), expected, images.classes().size()));
    }
    return logits.to(DType.FLOAT32).toFloats();
  }

  /** Of the images from {@code first} to below {@code end}. */
  static Tensor pixels(ImageSet images, int first, int end) {
    return pixels(images, IntStream.range(first, end).toArray());
  }

  private static Tensor pixels(ImageSet images, int[] some) {
    return Batch.images(images.pixels(some), images.height(), images.width());
  }
}
