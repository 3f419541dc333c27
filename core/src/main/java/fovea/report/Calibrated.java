package fovea.report;

import fovea.evaluate.Calibration;
import org.jspecify.annotations.Nullable;

/**
 * What a temperature makes of a model's probabilities.
 *
 * @param temperature that logits are divided by
 * @param stored whether the model has it; else it was fitted for the report alone
 * @param images of the validation split that it was fitted to
 * @param after calibration of the judged images with it; null where no temperature can be fitted
 * @param why there is none, a sentence; null where there is one
 */
public record Calibrated(
    @Nullable Double temperature,
    boolean stored,
    int images,
    @Nullable Calibration after,
    @Nullable String why) {}
