package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Multiplied by a factor in the course of each epoch, by as much at each step: {@code peak
 * factor^(t / stepsPerEpoch)}, counted from step 0 whether or not there is a warm-up.
 */
@Named("exponential")
public record ExponentialSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0",
            range = "[0, 1)")
        double warmup,
    @Setting(
            about = "by which it is multiplied in the course of an epoch",
            standard = "0.8",
            range = "(0, 1]")
        double factor)
    implements ScheduleSettings {
  public ExponentialSchedule {
    Declared.check(ExponentialSchedule.class, warmup, factor);
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    return of(peak, Math.round(warmup * stepsPerEpoch * epochs), stepsPerEpoch, factor);
  }

  /**
   * The schedule in steps.
   *
   * @param peak above 0
   * @param warmupSteps 0 or more
   * @param interval steps in which it is multiplied once, at least 1
   * @param factor in (0, 1]
   */
  public static Schedule of(double peak, long warmupSteps, long interval, double factor) {
    WarmUp warmUp = new WarmUp(peak, warmupSteps);
    Refused.unless(interval >= 1, "interval", interval, "at least 1");
    Refused.unless(factor > 0 && factor <= 1, "factor", factor, "above 0 and at most 1");
    return t -> warmUp.rate(t) * Math.pow(factor, (double) t / interval);
  }
}
