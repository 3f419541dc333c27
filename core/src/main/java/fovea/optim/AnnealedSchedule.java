package fovea.optim;

/**
 * A schedule up to some step, and from there along half a cosine wave to a rate that stays: {@code
 * rate + (planned - rate) (1 + cos(pi (t - S) / A)) / 2} over {@code A} steps from step {@code S}.
 *
 * @see <a href="https://arxiv.org/abs/1803.05407">Izmailov et al. 2018, section 3.1, whose constant
 *     rate it is for</a>
 */
public final class AnnealedSchedule {
  private AnnealedSchedule() {}

  /**
   * The schedule in steps.
   *
   * @param planned up to step {@code from}, whose rate there the way begins at
   * @param from 0 or more
   * @param steps of the way; 0 is none
   * @param rate at its end, above 0
   */
  public static Schedule of(Schedule planned, long from, long steps, double rate) {
    Refused.unless(from >= 0, "from", from, "at least 0");
    Refused.unless(steps >= 0, "steps", steps, "at least 0");
    Refused.unless(rate > 0, "rate", rate, "above 0");
    double first = planned.learningRate(from);
    return t -> {
      if (t < from) {
        return planned.learningRate(t);
      }
      double share = steps == 0 ? 1 : Math.min(1, (double) (t - from) / steps);
      return rate + (first - rate) * (1 + Math.cos(Math.PI * share)) / 2;
    };
  }
}
