package fovea.train;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.evaluate.Evaluation;
import fovea.objective.Objective.Outcome;
import java.util.Locale;
import java.util.Optional;

/** Figures of the epoch under way. */
final class EpochProgress {
  private final int epoch;
  private final int stepsPerEpoch;
  private double secondsBefore;
  private double trainSeconds;
  private boolean trained;
  private long since = System.nanoTime();
  private int steps;
  private long images;
  private double lossSum;
  private double right;
  private double learningRate;

  /**
   * @param before what the epoch had come to when it was interrupted
   * @throws FoveaException if it has taken more steps than the epoch has
   */
  EpochProgress(int epoch, int stepsPerEpoch, EpochSoFar before) {
    if (before.steps() < 0 || before.steps() > stepsPerEpoch) {
      throw new FoveaException(
          "%d steps of epoch %d are taken, expected 0 to %d"
              .formatted(before.steps(), epoch, stepsPerEpoch));
    }
    this.epoch = epoch;
    this.stepsPerEpoch = stepsPerEpoch;
    steps = before.steps();
    images = before.images();
    lossSum = before.lossSum();
    right = before.right();
    learningRate = before.learningRate();
    secondsBefore = before.seconds();
  }

  /** Time passes from now on, until {@link #pause}. */
  void resume() {
    since = System.nanoTime();
  }

  /** Time that passes until {@link #resume} doesn't count. */
  void pause() {
    secondsBefore = seconds();
    since = System.nanoTime();
  }

  EpochSoFar soFar() {
    return new EpochSoFar(
        steps, images, lossSum, right, learningRate, trained ? trainSeconds : secondsBefore);
  }

  /** Whether all steps are taken. */
  boolean isTrained() {
    return steps >= stepsPerEpoch;
  }

  int steps() {
    return steps;
  }

  int epoch() {
    return epoch;
  }

  /**
   * Which step of the run is next, counted from 0, were every epoch of all images: one that leaves
   * some out takes larger strides.
   *
   * @param steps of an epoch of all images
   */
  long stepOfRun(int steps) {
    return (epoch - 1L) * steps + (long) this.steps * steps / stepsPerEpoch;
  }

  /** Counts a step, which is about to be taken. */
  void begin(double learningRateOfStep) {
    steps++;
    learningRate = learningRateOfStep;
  }

  /**
   * Counts images of the step under way, and what came of them.
   *
   * @throws FoveaException if the loss is not a finite number
   */
  void add(Batch batch, Outcome outcome) {
    images += batch.size();
    lossSum += outcome.loss().item() * batch.size();
    right += batch.right(outcome.logits().detach().argmax(1));
    if (!Double.isFinite(lossSum)) {
      throw diverged("the loss became " + lossSum);
    }
  }

  /** What to say where numbers grew out of bounds in the step begun last. */
  FoveaException diverged(String finding) {
    return new FoveaException(
        String.format(
            Locale.ROOT,
            "%s in epoch %d, step %d of %d, at learning rate %.3g; lower optimizer.learningRate,"
                + " or set gradientClip",
            finding,
            epoch,
            steps,
            stepsPerEpoch,
            learningRate));
  }

  /** What to say of weights of this name. */
  FoveaException brokenWeights(String name) {
    return diverged("the weights `" + name + "` became infinite or NaN");
  }

  /** Training is over, validation is next. */
  void trained() {
    if (trained) { // a validation that was given up took time, too
      secondsBefore = trainSeconds;
      since = System.nanoTime();
    }
    trainSeconds = seconds();
    trained = true;
  }

  BatchFacts facts() {
    return new BatchFacts(
        epoch, steps, stepsPerEpoch, lossSum / images, right / images, images / seconds());
  }

  EpochRecord record(Optional<Evaluation> validation, Optional<RobustAccuracy> robust) {
    return new EpochRecord(
        epoch,
        lossSum / images,
        right / images,
        validation.map(Evaluation::loss).orElse(null),
        validation.map(Evaluation::accuracy).orElse(null),
        learningRate,
        seconds(),
        images / trainSeconds,
        robust.orElse(null));
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - since) / 1e9;
  }
}
