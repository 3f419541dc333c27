package fovea.recipe;

import fovea.optim.Schedule;
import fovea.optim.Schedules;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;

/** How the learning rate changes over the run; {@link Schedules} has the formulas. */
public sealed interface ScheduleSettings {
  /** The share of all steps in which the learning rate rises to its peak, in [0, 1). */
  double warmup();

  /**
   * The schedule for a run of a given length.
   *
   * @param peak the largest learning rate, above 0
   * @param stepsPerEpoch at least 1
   * @param epochs at least 1
   */
  Schedule over(double peak, long stepsPerEpoch, long epochs);

  /** The peak throughout, after the warm-up. */
  @Named("constant")
  record Constant(
      @Setting(
              about = "share of all steps in which the rate rises to its peak",
              standard = "0",
              range = "[0, 1)")
          double warmup)
      implements ScheduleSettings {
    public Constant {
      Declared.check(Constant.class, warmup);
    }

    @Override
    public Schedule over(double peak, long stepsPerEpoch, long epochs) {
      return Schedules.constant(peak, Math.round(warmup * stepsPerEpoch * epochs));
    }
  }

  /** Times {@code factor} every so many epochs. */
  @Named("step")
  record Step(
      @Setting(
              about = "share of all steps in which the rate rises to its peak",
              standard = "0",
              range = "[0, 1)")
          double warmup,
      @Setting(about = "how often the rate falls", standard = "10", range = "[1, 100000]")
          int every,
      @Setting(about = "by which it is multiplied then", standard = "0.1", range = "(0, 1]")
          double factor)
      implements ScheduleSettings {
    public Step {
      Declared.check(Step.class, warmup, every, factor);
    }

    @Override
    public Schedule over(double peak, long stepsPerEpoch, long epochs) {
      long warmupSteps = Math.round(warmup * stepsPerEpoch * epochs);
      return Schedules.step(peak, warmupSteps, every * stepsPerEpoch, factor);
    }
  }

  /** Half a cosine wave. */
  @Named("cosine")
  record Cosine(
      @Setting(
              about = "share of all steps in which the rate rises to its peak",
              standard = "0",
              range = "[0, 1)")
          double warmup,
      @Setting(about = "the last rate as a share of the peak", standard = "0", range = "[0, 1]")
          double finalFactor)
      implements ScheduleSettings {
    public Cosine {
      Declared.check(Cosine.class, warmup, finalFactor);
    }

    @Override
    public Schedule over(double peak, long stepsPerEpoch, long epochs) {
      long steps = stepsPerEpoch * epochs;
      return Schedules.cosine(peak, Math.round(warmup * steps), steps, peak * finalFactor);
    }
  }

  /** Straight up to the peak, straight down from it. */
  @Named("one-cycle")
  record OneCycle(
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
    public OneCycle {
      Declared.check(OneCycle.class, warmup, startFactor, finalFactor);
    }

    @Override
    public Schedule over(double peak, long stepsPerEpoch, long epochs) {
      long steps = stepsPerEpoch * epochs;
      return Schedules.oneCycle(
          peak, Math.round(warmup * steps), steps, peak * startFactor, peak * finalFactor);
    }
  }
}
