package fovea.nn;

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

  @Override
  protected Tensor forward(Tensor images) {
    long channels = mean.shape().elements();
    return images.sub(mean.reshape(channels, 1, 1)).div(std.reshape(channels, 1, 1));
  }
}
