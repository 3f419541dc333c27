package fovea.train;

import fovea.data.Batch;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.recipe.Recipe;
import fovea.tensor.Geometry;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;

/** A batch's gradients, added up a micro-batch at a time, so that activations fit the cache. */
final class MicroBatches {
  private final Recipe recipe;
  private final Module network;
  private final Precision precision;
  private final StepClock clock;
  private final Skipping skipping;

  MicroBatches(
      Recipe recipe, Module network, Precision precision, StepClock clock, Skipping skipping) {
    this.recipe = recipe;
    this.network = network;
    this.precision = precision;
    this.clock = clock;
    this.skipping = skipping;
  }

  /**
   * Adds the gradients of the batch's mean loss to the parameters'.
   *
   * @param indices of the batch's images in the training set
   * @param imageSize that the images are resized to
   * @param progress is told of every micro-batch
   */
  void addGradients(Batch batch, int[] indices, int imageSize, EpochProgress progress) {
    long count = batch.labels().shape().size(0);
    long atOnce = recipe.microBatchSize() == 0 ? count : recipe.microBatchSize();
    try {
      for (long first = 0; first < count; first += atOnce) {
        try (Scope part = Scope.open()) {
          network.seek(pass(progress.steps(), first / atOnce));
          long images = Math.min(atOnce, count - first);
          Tensor labels = batch.labels().narrow(0, first, images);
          Tensor logits =
              addGradients(
                  resized(batch.images().narrow(0, first, images), imageSize),
                  labels,
                  (double) images / count,
                  progress);
          if (skipping.isOn()) {
            skipping.note(
                Arrays.copyOfRange(indices, (int) first, (int) (first + images)),
                Loss.crossEntropyOfEach(logits, labels));
          }
        }
      }
    } finally {
      Precision.forgetWeights();
    }
  }

  /** All steps of an epoch have as many micro-batches; with one batch alone, it is the first. */
  private long pass(long step, long microBatch) {
    int size = recipe.microBatchSize();
    long perStep = size == 0 ? 1 : (recipe.batchSize() + size - 1) / size;
    return step * perStep + microBatch;
  }

  /** Returns the logits, cut from the graph. */
  private Tensor addGradients(Tensor images, Tensor labels, double share, EpochProgress progress) {
    Tensor logits;
    Tensor loss;
    try (Precision.Block block = precision.onSameWeights();
        Listening layers = clock.forward(images)) {
      logits = network.call(images);
      loss = Loss.crossEntropy(logits, labels, recipe.labelSmoothing());
    }
    clock.backward(share == 1 ? loss : loss.mul(share));
    clock.enter(Phase.OTHER);
    progress.add(loss, logits, labels);
    return logits.detach();
  }

  private static Tensor resized(Tensor images, int size) {
    return images.shape().size(2) == size ? images : Geometry.resize(images, size);
  }
}
