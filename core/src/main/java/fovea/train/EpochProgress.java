package fovea.train;

import fovea.FoveaException;
import fovea.evaluate.Evaluation;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.util.Locale;
import java.util.Optional;

/** Figures of the epoch under way. */
final class EpochProgress {
  private final int epoch;
  private final int stepsPerEpoch;
  private final long start = System.nanoTime();
  private double trainSeconds;
  private int steps;
  private long images;
  private double lossSum;
  private double right;
  private double learningRate;

  EpochProgress(int epoch, int stepsPerEpoch) {
    this.epoch = epoch;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  int steps() {
    return steps;
  }

  /**
   * Counts a step.
   *
   * @throws FoveaException if the loss is not a finite number
   */
  void add(Tensor loss, Tensor logits, Tensor labels, double learningRateOfStep) {
    double value = loss.item();
    steps++;
    if (!Double.isFinite(value)) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "the loss became %s in epoch %d, step %d of %d, at learning rate %.3g; lower"
                  + " optimizer.learningRate, or set gradientClip",
              value,
              epoch,
              steps,
              stepsPerEpoch,
              learningRateOfStep));
    }
    long count = labels.shape().elements();
    learningRate = learningRateOfStep;
    images += count;
    lossSum += value * count;
    right += logits.detach().argmax(1).eq(labels).to(DType.FLOAT32).sum().item();
  }

  /** Training is over, validation is next. */
  void trained() {
    trainSeconds = seconds();
  }

  BatchFacts facts() {
    return new BatchFacts(
        epoch, steps, stepsPerEpoch, lossSum / images, right / images, images / seconds());
  }

  EpochRecord record(Optional<Evaluation> validation) {
    return new EpochRecord(
        epoch,
        lossSum / images,
        right / images,
        validation.map(Evaluation::loss).orElse(null),
        validation.map(Evaluation::accuracy).orElse(null),
        learningRate,
        seconds(),
        images / trainSeconds);
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
