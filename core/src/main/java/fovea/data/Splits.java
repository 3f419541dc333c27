package fovea.data;

import java.util.Optional;

/**
 * The parts of a data set as one run uses them.
 *
 * @param validation empty where all of the training images are trained on
 */
public record Splits(Split.Train train, Optional<Split.Validation> validation, Split.Test test) {}
