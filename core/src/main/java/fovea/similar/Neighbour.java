package fovea.similar;

/**
 * An image near another.
 *
 * @param image its number
 * @param cosine of the angle between the features of the two, in [-1, 1] up to rounding
 */
public record Neighbour(int image, double cosine) {
  /** Between the two as vectors of length 1, in [0, 2]. */
  public double distance() {
    return Math.sqrt(Math.max(0, 2 - 2 * cosine));
  }
}
