package fovea.optim;

/**
 * What an epoch came to by the validation images.
 *
 * @param loss mean cross-entropy; NaN where there are none
 * @param accuracy in [0, 1]; NaN where there are none
 */
public record EpochFigures(double loss, double accuracy) {}
