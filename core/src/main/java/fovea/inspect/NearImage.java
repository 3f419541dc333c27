package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * An image near another.
 *
 * @param cosine of the angle between the features of the two
 */
public record NearImage(@JsonUnwrapped ShownImage image, double cosine) {}
