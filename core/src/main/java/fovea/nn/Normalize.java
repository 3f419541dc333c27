package fovea.nn;

import fovea.tensor.Scope;
import fovea.tensor.Tensor;

/**
 * {@code (x - mean) / std}, a channel at a time: images [N, C, H, W] in [0, 1] to what the first
 * layer wants. The statistics are part of the model, so that nobody can normalise wrongly.
 */
public final class Normalize extends Module {
  private final Tensor mean;
  private final Tensor std;

  /** Starts as the identity; a trainer sets it to the training images' statistics. */
  public Normalize(int channels) {
    mean = buffer("mean", () -> Tensor.zeros(channels));
    std = buffer("std", () -> Tensor.ones(channels));
  }

  /**
   * Takes on the statistics of training images.
   *
   * @param newMean of each channel, in units of [0, 1]
   * @param newStd of each channel, above 0
   */
  public void set(float[] newMean, float[] newStd) {
    try (Scope temporary = Scope.open()) {
      mean.copyFrom(Tensor.of(newMean, newMean.length));
      std.copyFrom(Tensor.of(newStd, newStd.length));
    }
  }

  Tensor mean() {
    return mean;
  }

  Tensor std() {
    return std;
  }

  @Override
  protected Tensor forward(Tensor images) {
    long channels = mean.shape().elements();
    return images.sub(mean.reshape(channels, 1, 1)).div(std.reshape(channels, 1, 1));
  }
}
