package fovea.objective;

import fovea.nn.CountedWork;

/**
 * How often an objective sends each image through the network.
 *
 * @param learning there and back, to the gradients of the weights
 * @param attacking there and back, to the gradient of the image alone
 * @param asking there only
 */
public record Passes(int learning, int attacking, int asking) {
  /** A pass to learn from, as training without attacks has it. */
  public static final Passes ONE = new Passes(1, 0, 0);

  /**
   * Floating-point operations of a training step, for each image.
   *
   * @param once of a pass to learn from
   */
  public double operations(CountedWork once) {
    double there = once.forward();
    // Back to the image, each product has one more: that with the gradient of its input.
    return learning * (double) once.total() + attacking * 2 * there + asking * there;
  }
}
