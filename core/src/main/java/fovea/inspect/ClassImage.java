package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fovea.image.Pixels;

/**
 * An image made for a class.
 *
 * @param probability that the network gives the class for it, in [0, 1]
 * @param logit of the class for it
 */
public record ClassImage(
    String label, @JsonIgnore Pixels pixels, double probability, double logit) {}
