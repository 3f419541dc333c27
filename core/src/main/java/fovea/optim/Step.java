package fovea.optim;

import fovea.tensor.Precision;
import fovea.tensor.Tensor;

/**
 * One step of an optimiser.
 *
 * @param learningRate of the schedule, times the parameters' own factor
 * @param batchSize images whose mean loss it goes down
 * @param precision of the products that a step needs, as of the passes
 * @param number of steps that these parameters have taken, this one included: a single float32
 */
public record Step(double learningRate, int batchSize, Precision precision, Tensor number) {}
