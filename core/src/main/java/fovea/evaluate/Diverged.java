package fovea.evaluate;

import fovea.FoveaException;

/** Refuses outputs that are no finite numbers, from which a class could be read all the same. */
final class Diverged {
  private Diverged() {}

  /**
   * @param outputs a probability, or a sum that is finite only if all that went into it was
   * @throws FoveaException if it isn't a finite number
   */
  static void refuse(double outputs) {
    if (!Double.isFinite(outputs)) {
      throw new FoveaException(
          "the network's outputs are infinite or no numbers (NaN), as after training at too high a"
              + " learning rate; train it anew with a lower optimizer.learningRate, or with"
              + " gradientClip");
    }
  }
}
