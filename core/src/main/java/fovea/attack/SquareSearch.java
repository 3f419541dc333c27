package fovea.attack;

import fovea.tensor.Rng;

/** Random search for one image: a proposal is kept where it lowers the margin of its class. */
abstract sealed class SquareSearch permits SquareLinf, SquareL2 {
  private final Subject subject;
  private final Threat threat;
  private final PixelGrid grid;
  private final Rng rng;
  private float[] best;
  private float[] proposed;
  private double margin = Double.POSITIVE_INFINITY;

  SquareSearch(Subject subject, Threat threat, PixelGrid grid) {
    this.subject = subject;
    this.threat = threat;
    this.grid = grid;
    rng = subject.rng("squares");
    best = subject.clean();
    proposed = best;
  }

  final Subject subject() {
    return subject;
  }

  final PixelGrid grid() {
    return grid;
  }

  final Rng rng() {
    return rng;
  }

  final double epsilon() {
    return threat.epsilon();
  }

  /** 1 or -1. */
  final int sign() {
    return (rng.nextLong() & 1) == 0 ? -1 : 1;
  }

  /** The image that the search begins with. */
  final float[] first() {
    return proposed(start());
  }

  /** Another image, near the best one so far. */
  final float[] propose(double share) {
    return proposed(changed(best.clone(), share));
  }

  private float[] proposed(float[] image) {
    threat.project(subject.clean(), image);
    proposed = image;
    return image;
  }

  abstract float[] start();

  /**
   * Changes squares of an image.
   *
   * @param image the best so far, to be overwritten
   * @param share of the pixels that a square covers
   */
  abstract float[] changed(float[] image, double share);

  /**
   * Hears how sure the network was of the last proposal.
   *
   * @param found by how much its class was ahead
   */
  final void judged(double found) {
    if (found < margin) {
      margin = found;
      best = proposed;
    }
  }
}
