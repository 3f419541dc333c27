package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/** The peak throughout, after the warm-up. */
@Named("constant")
public record ConstantSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0",
            range = "[0, 1)")
        double warmup)
    implements ScheduleSettings {
  public ConstantSchedule {
    Declared.check(ConstantSchedule.class, warmup);
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    return of(peak, Math.round(warmup * stepsPerEpoch * epochs));
  }

  /**
   * The schedule in steps.
   *
   * @param peak above 0
   * @param warmupSteps 0 or more
   */
  public static Schedule of(double peak, long warmupSteps) {
    return new WarmUp(peak, warmupSteps)::rate;
  }
}
