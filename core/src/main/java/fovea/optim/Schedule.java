package fovea.optim;

/** The learning rate of each training step. {@link ScheduleSettings} has the usual ones. */
@FunctionalInterface
public interface Schedule {
  /**
   * The learning rate of a step.
   *
   * @param step the number of optimiser steps taken before, in [0, totalSteps)
   */
  double learningRate(long step);
}
