package fovea.attack;

/** One image's way uphill, by the gradient of a loss where it stands. */
interface Walk {
  Subject subject();

  LogitLoss loss();

  /** Where it stands, not to be changed. */
  float[] position();

  /** The place that it would be judged by. */
  float[] best();

  /**
   * Goes on.
   *
   * @param value of the loss where it stands
   * @param gradient there, its own from now on
   */
  void advance(double value, float[] gradient);
}
