package fovea.objective;

/**
 * What a recipe's {@code objective} may name, one line each. An objective is one file: a record of
 * its settings, which computes it.
 */
public sealed interface ObjectiveSettings extends Objective permits CrossEntropy {}
