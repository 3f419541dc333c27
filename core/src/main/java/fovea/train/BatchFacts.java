package fovea.train;

/**
 * Where a run stands after a step.
 *
 * @param epoch counted from 1
 * @param step within the epoch, counted from 1
 * @param steps of an epoch
 * @param loss mean over the epoch so far, as the recipe smooths it
 * @param accuracy over the epoch so far, in [0, 1]
 * @param imagesPerSecond trained, over the epoch so far
 */
public record BatchFacts(
    int epoch, int step, int steps, double loss, double accuracy, double imagesPerSecond) {}
