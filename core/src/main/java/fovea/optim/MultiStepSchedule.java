package fovea.optim;

import fovea.FoveaException;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Multiplied by a factor after each of some epochs, {@code peak factor^(number of milestones up to
 * t)}, counted from step 0 whether or not there is a warm-up.
 *
 * @see <a href="https://arxiv.org/abs/1605.07146">Zagoruyko and Komodakis 2016, section 3, of
 *     CIFAR-10: after 60, 120 and 160 of 200 epochs</a>
 */
@Named("multi-step")
public record MultiStepSchedule(
    @Setting(
            about = "share of all steps in which the rate rises to its peak",
            standard = "0",
            range = "[0, 1)")
        double warmup,
    @Setting(
            about = "the numbers of epochs after which the rate falls, in rising order",
            standard = "8, 12")
        String milestones,
    @Setting(about = "by which it is multiplied then", standard = "0.1", range = "(0, 1]")
        double factor)
    implements ScheduleSettings {
  private static final Pattern NUMBERS =
      Pattern.compile("\\s*[0-9]{1,6}(\\s*,\\s*[0-9]{1,6})*\\s*");

  public MultiStepSchedule {
    Declared.check(MultiStepSchedule.class, warmup, milestones, factor);
    if (!NUMBERS.matcher(milestones).matches() || !rises(epochs(milestones))) {
      throw FoveaException.of(
          "milestones",
          "`milestones` is `%s`, expected numbers of epochs in rising order, such as `8, 12`"
              .formatted(milestones));
    }
  }

  private static long[] epochs(String milestones) {
    return Arrays.stream(milestones.split(",")).mapToLong(n -> Long.parseLong(n.strip())).toArray();
  }

  private static boolean rises(long[] numbers) {
    long last = 0;
    for (long number : numbers) {
      if (number <= last) {
        return false;
      }
      last = number;
    }
    return true;
  }

  @Override
  public Schedule over(double peak, long stepsPerEpoch, long epochs) {
    long[] steps = Arrays.stream(epochs(milestones)).map(epoch -> epoch * stepsPerEpoch).toArray();
    return of(peak, Math.round(warmup * stepsPerEpoch * epochs), steps, factor);
  }

  /**
   * The schedule in steps.
   *
   * @param peak above 0
   * @param warmupSteps 0 or more
   * @param milestones steps that are the first at a lower rate, in rising order
   * @param factor in (0, 1]
   */
  public static Schedule of(double peak, long warmupSteps, long[] milestones, double factor) {
    WarmUp warmUp = new WarmUp(peak, warmupSteps);
    Refused.unless(factor > 0 && factor <= 1, "factor", factor, "above 0 and at most 1");
    long[] falls = milestones.clone();
    return t -> {
      double times = (double) Arrays.stream(falls).filter(fall -> fall <= t).count();
      return warmUp.rate(t) * Math.pow(factor, times);
    };
  }
}
