package fovea.train;

import fovea.optim.EpochFigures;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch of training achieved: a line of {@code epochs.jsonl}.
 *
 * @param epoch counted from 1
 * @param trainLoss mean over the epoch's augmented images, as the recipe smooths it
 * @param trainAccuracy over the same images while they were trained on, in [0, 1], as attacked by
 *     an objective that attacks them; an image that an augmentation made of several classes counts
 *     by its share of the predicted one
 * @param validationLoss mean cross-entropy; null without a validation split
 * @param validationAccuracy in [0, 1]; null without a validation split
 * @param learningRate of the epoch's last step
 * @param seconds the whole epoch took, validation included
 * @param imagesPerSecond trained
 * @param robust what it withstands; null where the recipe doesn't watch that
 */
public record EpochRecord(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    @Nullable Double validationLoss,
    @Nullable Double validationAccuracy,
    double learningRate,
    double seconds,
    double imagesPerSecond,
    @Nullable RobustAccuracy robust) {
  /** An epoch of a run that doesn't watch what it withstands. */
  public EpochRecord(
      int epoch,
      double trainLoss,
      double trainAccuracy,
      @Nullable Double validationLoss,
      @Nullable Double validationAccuracy,
      double learningRate,
      double seconds,
      double imagesPerSecond) {
    this(
        epoch,
        trainLoss,
        trainAccuracy,
        validationLoss,
        validationAccuracy,
        learningRate,
        seconds,
        imagesPerSecond,
        null);
  }

  /** What a schedule goes by. */
  EpochFigures figures() {
    return new EpochFigures(
        validationLoss == null ? Double.NaN : validationLoss,
        validationAccuracy == null ? Double.NaN : validationAccuracy);
  }
}
