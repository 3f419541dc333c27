package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Straight up from the first value, at step 0, to the peak, at step {@code W}, then straight down
 * to the final value, at step {@code T - 1}. The paper's last phase, in which the rate falls by
 * orders of magnitude, is the end of the way down here.
 *
 * @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin 2018, section 3</a>
 */
@Named("one-cycle")
public record OneCycleSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0.25",
            range = "[0, 1)")
        double warmup,
    @Setting(about = "the first rate as a share of the peak", standard = "0.1", range = "[0, 1]")
        double startFactor,
    @Setting(about = "the last rate as a share of the peak", standard = "0", range = "[0, 1]")
        double finalFactor)
    implements ScheduleSettings {
  public OneCycleSchedule {
    Declared.check(OneCycleSchedule.class, warmup, startFactor, finalFactor);
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    long steps = stepsPerEpoch * epochs;
    return of(peak, Math.round(warmup * steps), steps, peak * startFactor, peak * finalFactor);
  }

  /**
   * The schedule in steps.
   *
   * @param peak above 0
   * @param warmupSteps in [0, totalSteps]
   * @param totalSteps at least 1
   * @param first the learning rate of step 0, in [0, peak]
   * @param last the learning rate of the last step, in [0, peak]
   */
  public static Schedule of(
      double peak, long warmupSteps, long totalSteps, double first, double last) {
    WarmUp warmUp = WarmUp.within(totalSteps, peak, warmupSteps);
    warmUp.requireRate("first", first);
    warmUp.requireRate("last", last);
    return t ->
        warmUp.has(t)
            ? between(first, peak, WarmUp.share(t, 0, warmupSteps))
            : between(peak, last, WarmUp.share(t, warmupSteps, totalSteps - 1));
  }

  private static double between(double start, double end, double share) {
    return start * (1 - share) + end * share;
  }
}
