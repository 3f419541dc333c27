package fovea.models;

import fovea.nn.Module;
import fovea.tensor.Rng;

/**
 * A network to be made: a record of its arguments, each declared by {@link fovea.settings.Setting}
 * with default and range, and {@link fovea.settings.Named} as recipes and model files name the
 * network. It stands in the network's file.
 */
public interface Architecture {
  /** Height and width of the images that it is made for. */
  int imageSize();

  /**
   * The network with random weights: images [N, 3, imageSize, imageSize], values in [0, 1], to
   * logits [N, classes].
   */
  Module network(int classes, Rng rng);
}
