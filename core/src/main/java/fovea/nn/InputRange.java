package fovea.nn;

/**
 * Between which values a layer's inputs lie, but for a few.
 *
 * @param low at most {@code high}
 */
public record InputRange(double low, double high) {}
