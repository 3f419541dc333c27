package fovea.optim;

/**
 * The usual learning-rate schedules. In the formulas {@code t} is the step, {@code W} the number of
 * warm-up steps and {@code T} the number of all steps. All but one-cycle warm up alike: {@code peak
 * (t + 1) / (W + 1)} for {@code t < W}, so that the first step already learns and step {@code W} is
 * the first at the peak.
 *
 * @see <a href="https://arxiv.org/abs/1706.02677">Goyal et al. 2017, section 2.2, on warm-up</a>
 */
public final class Schedules {
  private Schedules() {}

  /**
   * The peak throughout, after the warm-up.
   *
   * @param peak above 0
   * @param warmupSteps 0 or more
   */
  public static Schedule constant(double peak, long warmupSteps) {
    requirePeakAndWarmup(peak, warmupSteps);
    return t -> warmup(peak, warmupSteps, step(t));
  }

  /**
   * Multiplied by a factor at regular intervals, {@code peak factor^floor(t / interval)}, counted
   * from step 0 whether or not there is a warm-up.
   *
   * @param peak above 0
   * @param warmupSteps 0 or more
   * @param interval steps between two changes, at least 1
   * @param factor in (0, 1]
   * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2015, section 4.2</a>
   */
  public static Schedule step(double peak, long warmupSteps, long interval, double factor) {
    requirePeakAndWarmup(peak, warmupSteps);
    require(interval >= 1, "interval", interval, "at least 1");
    require(factor > 0 && factor <= 1, "factor", factor, "above 0 and at most 1");
    return t ->
        warmup(peak, warmupSteps, step(t)) * Math.pow(factor, (double) Math.floorDiv(t, interval));
  }

  /**
   * Half a cosine wave from the peak, at step {@code W}, to the final value, at step {@code T - 1}:
   * {@code last + (peak - last) (1 + cos(pi (t - W) / (T - 1 - W))) / 2}.
   *
   * @param peak above 0
   * @param warmupSteps in [0, totalSteps]
   * @param totalSteps at least 1
   * @param last the learning rate of the last step, in [0, peak]
   * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, equation 5</a>
   */
  public static Schedule cosine(double peak, long warmupSteps, long totalSteps, double last) {
    requirePeakAndWarmup(peak, warmupSteps);
    requireWithin(warmupSteps, totalSteps);
    require(last >= 0 && last <= peak, "last", last, "0 to the peak, " + peak);
    return t ->
        step(t) < warmupSteps
            ? warmup(peak, warmupSteps, t)
            : last
                + (peak - last)
                    * (1 + Math.cos(Math.PI * share(t, warmupSteps, totalSteps - 1)))
                    / 2;
  }

  /**
   * Straight up from the first value, at step 0, to the peak, at step {@code W}, then straight down
   * to the final value, at step {@code T - 1}. The paper's last phase, in which the rate falls by
   * orders of magnitude, is the end of the way down here.
   *
   * @param peak above 0
   * @param warmupSteps in [0, totalSteps]
   * @param totalSteps at least 1
   * @param first the learning rate of step 0, in [0, peak]
   * @param last the learning rate of the last step, in [0, peak]
   * @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin 2018, section 3</a>
   */
  public static Schedule oneCycle(
      double peak, long warmupSteps, long totalSteps, double first, double last) {
    requirePeakAndWarmup(peak, warmupSteps);
    requireWithin(warmupSteps, totalSteps);
    require(first >= 0 && first <= peak, "first", first, "0 to the peak, " + peak);
    require(last >= 0 && last <= peak, "last", last, "0 to the peak, " + peak);
    return t ->
        step(t) < warmupSteps
            ? between(first, peak, share(t, 0, warmupSteps))
            : between(peak, last, share(t, warmupSteps, totalSteps - 1));
  }

  private static double warmup(double peak, long warmupSteps, long t) {
    return t < warmupSteps ? peak * (t + 1) / (warmupSteps + 1) : peak;
  }

  /** How far {@code t} is on the way between two steps, in [0, 1]. */
  private static double share(long t, long from, long to) {
    return to <= from ? 0 : Math.min(1, (double) (t - from) / (to - from));
  }

  private static double between(double start, double end, double share) {
    return start * (1 - share) + end * share;
  }

  private static long step(long t) {
    require(t >= 0, "step", t, "at least 0");
    return t;
  }

  private static void requirePeakAndWarmup(double peak, long warmupSteps) {
    require(peak > 0 && peak < Double.POSITIVE_INFINITY, "peak", peak, "above 0");
    require(warmupSteps >= 0, "warmupSteps", warmupSteps, "at least 0");
  }

  private static void requireWithin(long warmupSteps, long totalSteps) {
    require(totalSteps >= 1, "totalSteps", totalSteps, "at least 1");
    require(
        warmupSteps <= totalSteps, "warmupSteps", warmupSteps, "at most all steps, " + totalSteps);
  }

  private static void require(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + found + ", expected " + expected);
    }
  }
}
