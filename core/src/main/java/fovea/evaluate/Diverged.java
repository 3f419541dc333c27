package fovea.evaluate;

import fovea.FoveaException;

/** Refuses outputs that are no finite numbers, from which a class could be read all the same. */
public final class Diverged {
  private Diverged() {}

  /**
   * Looks at a network's outputs.
   *
   * @throws FoveaException if one of them isn't a finite number
   */
  public static void refuse(float[] outputs) {
    refuse(outputs, "the network's outputs");
  }

  /**
   * @param what they are, as the message begins
   * @throws FoveaException if one of them isn't a finite number
   */
  static void refuse(float[] outputs, String what) {
    boolean finite = true;
    for (float output : outputs) {
      finite &= Float.isFinite(output);
    }
    if (!finite) {
      throw new FoveaException(
          what
              + " are infinite or no numbers (NaN), as after training at too high a"
              + " learning rate; train it anew with a lower optimizer.learningRate, or with"
              + " gradientClip");
    }
  }
}
