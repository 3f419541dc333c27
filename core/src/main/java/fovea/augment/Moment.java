package fovea.augment;

import fovea.tensor.Rng;

/**
 * When a batch is varied, and where all randomness of that comes from.
 *
 * @param epoch counted from 1
 * @param run the run's generator, to split by name: for what holds over all epochs
 * @param batch the batch's own, to draw from
 */
public record Moment(int epoch, Rng run, Rng batch) {}
