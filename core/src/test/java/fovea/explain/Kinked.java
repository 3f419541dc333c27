package fovea.explain;

import static fovea.nn.Layers.conv3x3;
import static fovea.nn.Layers.flatten;
import static fovea.nn.Layers.linear;
import static fovea.nn.Layers.maxPool;
import static fovea.nn.Layers.relu;

import fovea.nn.Sequential;
import fovea.tensor.Rng;

/** A small convolutional network as most are, with ReLU and max pooling. */
final class Kinked {
  private Kinked() {}

  static Sequential network(Rng rng) {
    return Sequential.of(
        conv3x3(3, 8, rng),
        relu(),
        maxPool(2),
        conv3x3(8, 8, rng),
        relu(),
        flatten(),
        linear(8 * 16, Networks.CLASSES, rng));
  }
}
