package fovea.optim;

import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/**
 * Half a cosine wave down from the peak, again and again, each longer than the one before: {@code
 * last + (peak - last) (1 + cos(pi t_i / T_i)) / 2}, where {@code t_i} steps of the cycle's {@code
 * T_i} are taken. The cycles fill the run after its warm-up, so that it ends at the end of one.
 *
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, equation 5</a>
 */
@Named("cosine-restarts")
public record CosineRestartsSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0",
            range = "[0, 1)")
        double warmup,
    @Setting(about = "waves in all, one more than restarts", standard = "3", range = "[1, 1000]")
        int cycles,
    @Setting(
            about = "how many times as long as the one before a wave is",
            standard = "2",
            range = "[1, 10]")
        double multiple,
    @Setting(
            about = "the rate to which each wave falls as a share of the peak",
            standard = "0",
            range = "[0, 1]")
        double finalFactor)
    implements ScheduleSettings {
  public CosineRestartsSchedule {
    Declared.check(CosineRestartsSchedule.class, warmup, cycles, multiple, finalFactor);
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    long steps = stepsPerEpoch * epochs;
    return of(peak, Math.round(warmup * steps), steps, cycles, multiple, peak * finalFactor);
  }

  /**
   * The schedule in steps.
   *
   * @param peak above 0
   * @param warmupSteps in [0, totalSteps]
   * @param totalSteps at least 1
   * @param cycles at least 1
   * @param multiple at least 1
   * @param last the rate to which each cycle falls, in [0, peak]
   */
  public static Schedule of(
      double peak, long warmupSteps, long totalSteps, int cycles, double multiple, double last) {
    WarmUp warmUp = WarmUp.within(totalSteps, peak, warmupSteps);
    warmUp.requireRate("last", last);
    Refused.unless(cycles >= 1, "cycles", cycles, "at least 1");
    Refused.unless(multiple >= 1, "multiple", multiple, "at least 1");
    long[] starts = new long[cycles + 1];
    for (int cycle = 0; cycle <= cycles; cycle++) {
      starts[cycle] =
          warmupSteps
              + Math.round((totalSteps - warmupSteps) * shareBefore(cycle, cycles, multiple));
    }
    return t -> {
      if (warmUp.has(t)) {
        return warmUp.rate(t);
      }
      int cycle = cycles - 1;
      while (cycle > 0 && (starts[cycle] > t || starts[cycle] == starts[cycle + 1])) {
        cycle--;
      }
      double share = Math.min(1, (double) (t - starts[cycle]) / Math.max(1, length(starts, cycle)));
      return last + (peak - last) * (1 + Math.cos(Math.PI * share)) / 2;
    };
  }

  private static long length(long[] starts, int cycle) {
    return starts[cycle + 1] - starts[cycle];
  }

  /** Of all steps, those of the cycles before one. */
  private static double shareBefore(int cycle, int cycles, double multiple) {
    double before = 0;
    double all = 0;
    double length = 1; // of the last, of which the others are fractions: powers of them stay finite
    for (int i = cycles - 1; i >= 0; i--) {
      all += length;
      before += i < cycle ? length : 0;
      length /= multiple;
    }
    return before / all;
  }
}
