package fovea.nn;

import fovea.tensor.Rng;

/** Layers in the words of a paper, for the files that list a network. */
public final class Layers {
  private Layers() {}

  /** 3 x 3 filters with bias, zero-padded so that the size stays. */
  public static Conv2d conv3x3(int inChannels, int outChannels, Rng rng) {
    return new Conv2d(inChannels, outChannels, 3, 1, 1, true, rng);
  }

  /** {@link #conv3x3} without bias, for a layer that batch norm follows. */
  public static Conv2d conv3x3NoBias(int inChannels, int outChannels, Rng rng) {
    return new Conv2d(inChannels, outChannels, 3, 1, 1, false, rng);
  }

  public static BatchNorm2d batchNorm(int channels) {
    return new BatchNorm2d(channels);
  }

  public static ReLU relu() {
    return new ReLU(false);
  }

  /**
   * {@link #relu}, written over its input, which saves memory traffic. Nothing else may read that,
   * neither a sum nor the layer before, which must not need its output for its gradient.
   */
  public static ReLU reluInPlace() {
    return new ReLU(true);
  }

  /** Windows side by side. */
  public static MaxPool2d maxPool(int size) {
    return new MaxPool2d(size, size);
  }

  public static AdaptiveAvgPool2d globalAvgPool() {
    return new AdaptiveAvgPool2d(1);
  }

  public static Flatten flatten() {
    return new Flatten();
  }

  public static Linear linear(int inFeatures, int outFeatures, Rng rng) {
    return new Linear(inFeatures, outFeatures, true, rng);
  }

  public static Dropout dropout(double p, Rng rng) {
    return new Dropout(p, rng);
  }
}
