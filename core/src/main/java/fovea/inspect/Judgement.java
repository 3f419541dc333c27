package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What a network takes an image for.
 *
 * @param probability that it gives the class it predicts, in [0, 1]
 */
public record Judgement(@JsonUnwrapped ShownImage image, String predicted, double probability) {}
