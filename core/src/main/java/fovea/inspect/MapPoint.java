package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * An image on a map.
 *
 * @param x from left to right, in [0, 1]
 * @param y from top to bottom, in [0, 1]
 */
public record MapPoint(@JsonUnwrapped ShownImage image, double x, double y) {}
