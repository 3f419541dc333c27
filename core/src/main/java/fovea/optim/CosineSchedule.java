package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Half a cosine wave from the peak, at step {@code W}, to the final value, at step {@code T - 1}:
 * {@code last + (peak - last) (1 + cos(pi (t - W) / (T - 1 - W))) / 2}.
 *
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, equation 5</a>
 */
@Named("cosine")
public record CosineSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0",
            range = "[0, 1)")
        double warmup,
    @Setting(about = "the last rate as a share of the peak", standard = "0", range = "[0, 1]")
        double finalFactor)
    implements ScheduleSettings {
  public CosineSchedule {
    Declared.check(CosineSchedule.class, warmup, finalFactor);
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    long steps = stepsPerEpoch * epochs;
    return of(peak, Math.round(warmup * steps), steps, peak * finalFactor);
  }

  /**
   * The schedule in steps.
   *
   * @param peak above 0
   * @param warmupSteps in [0, totalSteps]
   * @param totalSteps at least 1
   * @param last the learning rate of the last step, in [0, peak]
   */
  public static Schedule of(double peak, long warmupSteps, long totalSteps, double last) {
    WarmUp warmUp = WarmUp.within(totalSteps, peak, warmupSteps);
    warmUp.requireRate("last", last);
    return t ->
        warmUp.has(t)
            ? warmUp.rate(t)
            : last
                + (peak - last)
                    * (1 + Math.cos(Math.PI * WarmUp.share(t, warmupSteps, totalSteps - 1)))
                    / 2;
  }
}
