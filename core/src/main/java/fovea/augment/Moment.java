package fovea.augment;

import fovea.tensor.Rng;
import fovea.tensor.Size2d;

/**
 * When and for what a batch is varied, and where all randomness of that comes from.
 *
 * @param epoch counted from 1
 * @param run the run's generator, to split by name: for what holds over all epochs
 * @param batch the batch's own, to draw from
 * @param size of the images that the network takes; those of the batch may be larger
 */
public record Moment(int epoch, Rng run, Rng batch, Size2d size) {}
