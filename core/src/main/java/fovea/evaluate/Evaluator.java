package fovea.evaluate;

import fovea.data.Batch;
import fovea.data.Batches;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.tensor.Autograd;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;

/** Runs a network over a split and counts what it gets right. */
public final class Evaluator {
  /** Fixed, since the rounding of a product may depend on how many images share it. */
  private static final int BATCH = 500;

  private Evaluator() {}

  /**
   * All figures over a split, in evaluation mode, one view an image. The network's mode is put
   * back.
   *
   * @param network [N, 3, H, W] in [0, 1] to logits [N, K], with the split's K classes
   */
  public static Evaluation evaluate(Module network, Split split, Precision precision) {
    ImageSet images = split.images();
    int classes = images.classes().size();
    long[][] confusion = new long[classes][classes];
    double lossSum = 0;
    try (Evaluating mode = network.evaluating();
        Batches batches = Batches.inOrder(images, BATCH);
        Autograd.NoGrad off = Autograd.noGrad()) {
      int first = 0;
      while (batches.hasNext()) {
        try (Scope scope = Scope.open()) {
          Batch batch = batches.next(scope);
          Tensor logits;
          try (Precision.Block block = precision.on()) {
            logits = network.call(batch.images());
          }
          long[] predicted = logits.argmax(1).toLongs();
          for (int i = 0; i < predicted.length; i++) {
            confusion[images.label(first + i)][(int) predicted[i]]++;
          }
          lossSum += Loss.crossEntropy(logits, batch.labels(), 0).item() * predicted.length;
          first += predicted.length;
        }
      }
    }
    return Evaluation.of(confusion, images.classes(), lossSum);
  }
}
