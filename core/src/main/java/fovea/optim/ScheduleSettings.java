package fovea.optim;

import java.util.List;

/**
 * How the learning rate changes over the run. Each schedule is a record of its settings with its
 * formula, in which {@code t} is the step, {@code W} the number of warm-up steps and {@code T} the
 * number of all steps.
 */
public sealed interface ScheduleSettings
    permits ConstantSchedule,
        StepSchedule,
        CosineSchedule,
        OneCycleSchedule,
        MultiStepSchedule,
        ExponentialSchedule,
        PolynomialSchedule,
        CosineRestartsSchedule,
        PlateauSchedule {
  /**
   * The schedule for a run of a given length, as far as it is known before.
   *
   * @param peak the largest learning rate, above 0
   * @param stepsPerEpoch at least 1
   * @param epochs at least 1
   */
  Schedule over(double peak, long stepsPerEpoch, long epochs);

  /** Whether it goes by what validation images say, too. */
  default boolean watches() {
    return false;
  }

  /**
   * What multiplies the schedule's rates in the epoch after these.
   *
   * @param epochs all so far, in order
   * @return in [0, 1]
   */
  default double factor(List<EpochFigures> epochs) {
    return 1;
  }
}
