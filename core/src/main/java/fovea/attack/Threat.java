package fovea.attack;

/**
 * What an attacker may do to an image: any change of at most this size that leaves values in [0,
 * 1].
 *
 * @param epsilon the budget, above 0; 8/255 of {@link Norm#LINF} and 0.5 of {@link Norm#L2} are the
 *     common choices for images of 32 x 32
 */
public record Threat(Norm norm, double epsilon) {
  /** What rounding to float32 may add to a change. */
  private static final double ROUNDING = 1e-6;

  public Threat {
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException("epsilon: " + epsilon + ", expected above 0");
    }
    if (norm == Norm.LINF && epsilon > 1) {
      throw new IllegalArgumentException(
          "epsilon: " + epsilon + ", expected at most 1, since values are in [0, 1]");
    }
  }

  /** The same norm with another budget. */
  Threat within(double otherEpsilon) {
    return new Threat(norm, otherEpsilon);
  }

  /** Brings an image within the budget and into [0, 1]. */
  void project(float[] clean, float[] image) {
    norm.project(clean, image, epsilon);
  }

  /** Whether an image keeps the budget and the range. */
  boolean allows(float[] clean, float[] image) {
    for (float value : image) {
      if (!(value >= 0 && value <= 1)) {
        return false;
      }
    }
    return norm.between(clean, image) <= epsilon + ROUNDING;
  }
}
