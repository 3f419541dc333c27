package fovea.nn;

import fovea.tensor.Tensor;

/** A network some of whose weights are computed from training images before the first step. */
public interface StartsFromImages {
  /**
   * Computes them; the same images give the same weights.
   *
   * @param images [N, 3, H, W] in [0, 1], after the network's normalisation was set
   */
  void startFrom(Tensor images);

  /** The part whose weights they are. */
  Module startingPart();
}
