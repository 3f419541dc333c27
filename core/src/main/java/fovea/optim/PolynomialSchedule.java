package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * A power of the share of steps that are left, from the peak, at step {@code W}, to the final
 * value, at step {@code T - 1}: {@code last + (peak - last) (1 - (t - W) / (T - 1 - W))^power}.
 *
 * @see <a href="https://arxiv.org/abs/1606.00915">Chen et al. 2017, section 4.1</a>
 */
@Named("polynomial")
public record PolynomialSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0",
            range = "[0, 1)")
        double warmup,
    @Setting(about = "1 is a straight line down", standard = "0.9", range = "(0, 10]") double power,
    @Setting(about = "the last rate as a share of the peak", standard = "0", range = "[0, 1]")
        double finalFactor)
    implements ScheduleSettings {
  public PolynomialSchedule {
    Declared.check(PolynomialSchedule.class, warmup, power, finalFactor);
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    long steps = stepsPerEpoch * epochs;
    return of(peak, Math.round(warmup * steps), steps, power, peak * finalFactor);
  }

  /**
   * The schedule in steps.
   *
   * @param peak above 0
   * @param warmupSteps in [0, totalSteps]
   * @param totalSteps at least 1
   * @param power above 0
   * @param last the learning rate of the last step, in [0, peak]
   */
  public static Schedule of(
      double peak, long warmupSteps, long totalSteps, double power, double last) {
    WarmUp warmUp = WarmUp.within(totalSteps, peak, warmupSteps);
    warmUp.requireRate("last", last);
    Refused.unless(power > 0, "power", power, "above 0");
    return t ->
        warmUp.has(t)
            ? warmUp.rate(t)
            : last
                + (peak - last) * Math.pow(1 - WarmUp.share(t, warmupSteps, totalSteps - 1), power);
  }
}
