package fovea.evaluate;

import fovea.data.Batch;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Autograd;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs a network over a split and counts what it gets right, on as many threads as {@link Threads}
 * says of the calling thread; their number doesn't change the figures.
 */
public final class Evaluator {
  private Evaluator() {}

  /**
   * {@link #evaluate(Module, Split, Precision, Views)} of the images as they are.
   *
   * @param network [N, 3, H, W] in [0, 1] to logits [N, K], with the split's K classes
   */
  public static Evaluation evaluate(Module network, Split split, Precision precision) {
    return evaluate(network, split, precision, Views.PLAIN);
  }

  /**
   * All figures over a split, by a network prepared for inference. The network's mode is put back.
   *
   * @param network [N, 3, H, W] in [0, 1] to logits [N, K], with the split's K classes
   */
  public static Evaluation evaluate(Module network, Split split, Precision precision, Views views) {
    try (Evaluating mode = network.evaluating();
        Prepared prepared = Prepared.of(network, input(split.images()), precision)) {
      return evaluate(prepared, split, views);
    }
  }

  /**
   * All figures over a split.
   *
   * @param network of a network in evaluation mode, [N, 3, H, W] in [0, 1] to logits [N, K], with
   *     the split's K classes
   * @throws fovea.FoveaException if outputs are infinite or NaN
   */
  public static Evaluation evaluate(Prepared network, Split split, Views views) {
    ImageSet images = split.images();
    int classes = images.classes().size();
    int[] predicted = new int[images.size()];
    // By part, so that the sum is always taken in the same order.
    double[] losses = new double[Parts.count(images.size())];
    Parts.each(
        images.size(),
        Threads.count(),
        (first, end) -> {
          try (Scope scope = Scope.open();
              Autograd.NoGrad off = Autograd.noGrad()) {
            Tensor logits = views.logits(network, pixels(images, first, end));
            long[] best = logits.argmax(1).toLongs();
            for (int i = first; i < end; i++) {
              predicted[i] = (int) best[i - first];
            }
            losses[first / Parts.SIZE] =
                Loss.crossEntropy(logits, labels(images, first, end), 0).item() * (end - first);
          }
        });
    long[][] confusion = new long[classes][classes];
    for (int i = 0; i < predicted.length; i++) {
      confusion[images.label(i)][predicted[i]]++;
    }
    double loss = Arrays.stream(losses).sum();
    Diverged.refuse(loss);
    return Evaluation.of(confusion, images.classes(), loss);
  }

  static Shape input(ImageSet images) {
    return Shape.of(3, images.height(), images.width());
  }

  /** Of the images from {@code first} to below {@code end}. */
  static Tensor pixels(ImageSet images, int first, int end) {
    List<byte[]> bytes = IntStream.range(first, end).mapToObj(images::pixels).toList();
    return Batch.images(bytes, images.height(), images.width());
  }

  private static Tensor labels(ImageSet images, int first, int end) {
    long[] labels = IntStream.range(first, end).mapToLong(images::label).toArray();
    return Tensor.ofLongs(labels, labels.length);
  }
}
