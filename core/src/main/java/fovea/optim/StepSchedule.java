package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Multiplied by a factor every so many epochs, {@code peak factor^floor(t / interval)}, counted
 * from step 0 whether or not there is a warm-up.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2015, section 4.2</a>
 */
@Named("step")
public record StepSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0",
            range = "[0, 1)")
        double warmup,
    @Setting(about = "how often the rate falls", standard = "10", range = "[1, 100000]") int every,
    @Setting(about = "by which it is multiplied then", standard = "0.1", range = "(0, 1]")
        double factor)
    implements ScheduleSettings {
  public StepSchedule {
    Declared.check(StepSchedule.class, warmup, every, factor);
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    long warmupSteps = Math.round(warmup * stepsPerEpoch * epochs);
    return of(peak, warmupSteps, every * stepsPerEpoch, factor);
  }

  /**
   * The schedule in steps.
   *
   * @param peak above 0
   * @param warmupSteps 0 or more
   * @param interval steps between two changes, at least 1
   * @param factor in (0, 1]
   */
  public static Schedule of(double peak, long warmupSteps, long interval, double factor) {
    WarmUp warmUp = new WarmUp(peak, warmupSteps);
    Refused.unless(interval >= 1, "interval", interval, "at least 1");
    Refused.unless(factor > 0 && factor <= 1, "factor", factor, "above 0 and at most 1");
    return t -> warmUp.rate(t) * Math.pow(factor, (double) Math.floorDiv(t, interval));
  }
}
