package fovea.optim;

/**
 * The beginning of a run, in which the learning rate rises to its peak: {@code peak (t + 1) / (W +
 * 1)} for {@code t < W}, so that the first step already learns and step {@code W} is the first at
 * the peak. One-cycle rises in its own way.
 *
 * @param peak above 0
 * @param steps 0 or more, {@code W}
 * @see <a href="https://arxiv.org/abs/1706.02677">Goyal et al. 2017, section 2.2</a>
 */
record WarmUp(double peak, long steps) {
  WarmUp {
    Refused.unless(peak > 0 && peak < Double.POSITIVE_INFINITY, "peak", peak, "above 0");
    Refused.unless(steps >= 0, "warmupSteps", steps, "at least 0");
  }

  /** One that ends in time. */
  static WarmUp within(long totalSteps, double peak, long steps) {
    WarmUp warmUp = new WarmUp(peak, steps);
    Refused.unless(totalSteps >= 1, "totalSteps", totalSteps, "at least 1");
    Refused.unless(steps <= totalSteps, "warmupSteps", steps, "at most all steps, " + totalSteps);
    return warmUp;
  }

  /** Whether a step is part of it. */
  boolean has(long t) {
    Refused.unless(t >= 0, "step", t, "at least 0");
    return t < steps;
  }

  /** The rate of a step; after the warm-up the peak. */
  double rate(long t) {
    return has(t) ? peak * (t + 1) / (steps + 1) : peak;
  }

  /** Refuses a rate below 0 or above the peak. */
  void requireRate(String name, double rate) {
    Refused.unless(rate >= 0 && rate <= peak, name, rate, "0 to the peak, " + peak);
  }

  /** How far {@code t} is on the way between two steps, in [0, 1]. */
  static double share(long t, long from, long to) {
    return to <= from ? 0 : Math.min(1, (double) (t - from) / (to - from));
  }
}
