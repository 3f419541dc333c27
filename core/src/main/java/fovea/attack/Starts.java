package fovea.attack;

import fovea.tensor.Rng;

/** Where attacks begin that don't begin at the clean image. */
final class Starts {
  private Starts() {}

  /** Uniform within the budget. */
  static float[] inside(Subject subject, Threat threat, Rng rng) {
    return at(subject, threat, threat.norm().inside(rng, subject.clean().length));
  }

  /** With the whole budget used, and of {@link Norm#LINF} for every value. */
  static float[] onSurface(Subject subject, Threat threat, Rng rng) {
    return at(subject, threat, threat.norm().onSurface(rng, subject.clean().length));
  }

  /**
   * As Auto-PGD starts: uniform within the cube of {@link Norm#LINF}, and on {@link Norm#L2}'s
   * sphere.
   */
  static float[] random(Subject subject, Threat threat, Rng rng) {
    return threat.norm() == Norm.LINF
        ? inside(subject, threat, rng)
        : onSurface(subject, threat, rng);
  }

  private static float[] at(Subject subject, Threat threat, float[] change) {
    float[] clean = subject.clean();
    for (int i = 0; i < change.length; i++) {
      change[i] = (float) (clean[i] + threat.epsilon() * change[i]);
    }
    threat.project(clean, change);
    return change;
  }
}
