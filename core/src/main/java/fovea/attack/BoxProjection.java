package fovea.attack;

/** The smallest change to an image that brings it onto a plane and leaves it in [0, 1]. */
final class BoxProjection {
  /** More than Newton's method ever took; each round ends on another piece of the function. */
  private static final int MOST_ROUNDS = 100;

  private BoxProjection() {}

  /**
   * The change to a point by which {@code w . x} becomes {@code w . x + wanted}. Where no point of
   * [0, 1] reaches that, the change that comes nearest.
   *
   * <p>By the conditions of Karush, Kuhn and Tucker a value changes by {@code min(lambda s_i,
   * room_i)}, with {@code s_i = 1} for {@link Norm#LINF} and {@code |w_i|} for {@link Norm#L2}, and
   * what that does to {@code w . x} grows with lambda, piecewise linear and concave: Newton's
   * method from below ends at the right lambda after a few pieces.
   *
   * @param w normal of the plane
   * @return of the point's length
   * @see <a href="https://arxiv.org/abs/1907.02044">Croce and Hein 2020, section 2.1</a>
   */
  static float[] onto(Norm norm, float[] point, float[] w, double wanted) {
    double sign = wanted < 0 ? -1 : 1;
    double lambda = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double reached = 0;
      double slope = 0;
      for (int i = 0; i < point.length; i++) {
        double weight = Math.abs(w[i]);
        double speed = norm == Norm.LINF ? 1 : weight;
        double room = room(point[i], sign * w[i]);
        boolean going = lambda * speed < room;
        reached += weight * (going ? lambda * speed : room);
        slope += going ? weight * speed : 0;
      }
      double missing = Math.abs(wanted) - reached;
      if (missing <= 1e-9 * Math.abs(wanted)) {
        break;
      }
      if (slope == 0) {
        lambda = Double.POSITIVE_INFINITY;
        break;
      }
      lambda += missing / slope;
    }
    float[] change = new float[point.length];
    for (int i = 0; i < change.length; i++) {
      if (w[i] != 0) {
        double speed = norm == Norm.LINF ? 1 : Math.abs(w[i]);
        double size = Math.min(lambda * speed, room(point[i], sign * w[i]));
        change[i] = (float) (sign * w[i] < 0 ? -size : size);
      }
    }
    return change;
  }

  /** How far a value may go in the direction of this sign. */
  private static double room(float value, double direction) {
    return direction < 0 ? value : 1 - (double) value;
  }
}
