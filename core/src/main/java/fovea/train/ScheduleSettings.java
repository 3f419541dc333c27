package fovea.train;

import fovea.optim.Schedule;
import fovea.optim.Schedules;

/** How the learning rate changes over the run; {@link Schedules} has the formulas. */
public sealed interface ScheduleSettings {
  /** As a recipe names it: {@code constant}, {@code step}, {@code cosine} or {@code one-cycle}. */
  String name();

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
  record Constant(double warmup) implements ScheduleSettings {
    static final Constant STANDARD = new Constant(0);

    public Constant {
      Limits.BELOW_ONE.check("warmup", warmup);
    }

    @Override
    public String name() {
      return "constant";
    }

    @Override
    public Schedule over(double peak, long stepsPerEpoch, long epochs) {
      return Schedules.constant(peak, Math.round(warmup * stepsPerEpoch * epochs));
    }
  }

  /**
   * Times {@code factor} every so many epochs.
   *
   * @param every epochs, at least 1
   * @param factor in (0, 1]
   */
  record Step(double warmup, int every, double factor) implements ScheduleSettings {
    static final Step STANDARD = new Step(0, 10, 0.1);

    public Step {
      Limits.BELOW_ONE.check("warmup", warmup);
      Limits.STEP_EPOCHS.check("every", every);
      Limits.STEP_FACTOR.check("factor", factor);
    }

    @Override
    public String name() {
      return "step";
    }

    @Override
    public Schedule over(double peak, long stepsPerEpoch, long epochs) {
      long warmupSteps = Math.round(warmup * stepsPerEpoch * epochs);
      return Schedules.step(peak, warmupSteps, every * stepsPerEpoch, factor);
    }
  }

  /**
   * Half a cosine wave.
   *
   * @param finalFactor the last learning rate as a share of the peak, in [0, 1]
   */
  record Cosine(double warmup, double finalFactor) implements ScheduleSettings {
    static final Cosine STANDARD = new Cosine(0, 0);

    public Cosine {
      Limits.BELOW_ONE.check("warmup", warmup);
      Limits.SHARE_OF_PEAK.check("finalFactor", finalFactor);
    }

    @Override
    public String name() {
      return "cosine";
    }

    @Override
    public Schedule over(double peak, long stepsPerEpoch, long epochs) {
      long steps = stepsPerEpoch * epochs;
      return Schedules.cosine(peak, Math.round(warmup * steps), steps, peak * finalFactor);
    }
  }

  /**
   * Straight up to the peak, straight down from it.
   *
   * @param startFactor the first learning rate as a share of the peak, in [0, 1]
   * @param finalFactor the last learning rate as a share of the peak, in [0, 1]
   */
  record OneCycle(double warmup, double startFactor, double finalFactor)
      implements ScheduleSettings {
    static final OneCycle STANDARD = new OneCycle(0.25, 0.1, 0);

    public OneCycle {
      Limits.BELOW_ONE.check("warmup", warmup);
      Limits.SHARE_OF_PEAK.check("startFactor", startFactor);
      Limits.SHARE_OF_PEAK.check("finalFactor", finalFactor);
    }

    @Override
    public String name() {
      return "one-cycle";
    }

    @Override
    public Schedule over(double peak, long stepsPerEpoch, long epochs) {
      long steps = stepsPerEpoch * epochs;
      return Schedules.oneCycle(
          peak, Math.round(warmup * steps), steps, peak * startFactor, peak * finalFactor);
    }
  }
}
