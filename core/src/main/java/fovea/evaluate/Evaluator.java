package fovea.evaluate;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.nn.Prepared;
import fovea.tensor.Execution;
import java.util.stream.IntStream;

/**
 * Runs a network over a split and counts what it gets right: the figures that {@link
 * Evaluation#of(Outputs)} gives, without keeping the outputs, in 20 bytes an image.
 */
public final class Evaluator {
  private Evaluator() {}

  /**
   * {@link #evaluate(Module, Split, Execution, Views)} of the images as they are.
   *
   * @param network [N, 3, H, W] in [0, 1] to logits [N, K], with the split's K classes
   */
  public static Evaluation evaluate(Module network, Split split, Execution how) {
    return evaluate(network, split, how, Views.PLAIN);
  }

  /**
   * All figures over a split, by a network prepared for inference. The network's mode is put back.
   *
   * @param network [N, 3, H, W] in [0, 1] to logits [N, K], with the split's K classes
   */
  public static Evaluation evaluate(Module network, Split split, Execution how, Views views) {
    try (Evaluating mode = network.evaluating();
        Prepared prepared = ForwardPass.prepared(network, split.images(), how)) {
      return evaluate(prepared, split, how.threads(), views);
    }
  }

  /**
   * All figures over a split.
   *
   * @param network of a network in evaluation mode, [N, 3, H, W] in [0, 1] to logits [N, K], with
   *     the split's K classes
   * @param threads their number doesn't change the figures
   * @throws fovea.FoveaException if outputs are infinite or NaN
   */
  public static Evaluation evaluate(Prepared network, Split split, int threads, Views views) {
    ImageSet images = split.images();
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    int[] predicted = new int[images.size()];
    double[] losses = new double[images.size()];
    new ForwardPass(images, threads)
        .run(
            ForwardPass.by(network, views),
            (numbers, chunk) -> {
              for (int i = 0; i < chunk.size(); i++) {
                predicted[numbers[i]] = chunk.predicted(i);
                losses[numbers[i]] = chunk.loss(i);
              }
            });
    return Evaluation.of(images.classes(), labels, predicted, losses);
  }

  /**
   * Which images a network gets right, as they are.
   *
   * @param network as of {@link #evaluate(Prepared, Split, int, Views)}
   * @throws fovea.FoveaException if outputs are infinite or NaN
   */
  public static boolean[] right(Prepared network, Split split, int threads) {
    ImageSet images = split.images();
    boolean[] right = new boolean[images.size()];
    new ForwardPass(images, threads)
        .run(
            ForwardPass.by(network, Views.PLAIN),
            (numbers, chunk) -> {
              for (int i = 0; i < chunk.size(); i++) {
                right[numbers[i]] = chunk.predicted(i) == images.label(numbers[i]);
              }
            });
    return right;
  }
}
