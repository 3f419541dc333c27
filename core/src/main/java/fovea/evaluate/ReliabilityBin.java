package fovea.evaluate;

/**
 * Images of which a network is about as sure, a bar of a reliability diagram.
 *
 * @param from confidence, the probability of the predicted class, from which on
 * @param to up to which
 * @param images how many there are; without any, confidence and accuracy are NaN
 * @param confidence their mean, in [0, 1]
 * @param accuracy share of them that is right; that of a calibrated network is its confidence
 */
public record ReliabilityBin(
    double from, double to, long images, double confidence, double accuracy) {}
