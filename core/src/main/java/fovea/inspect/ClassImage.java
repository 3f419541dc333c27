package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fovea.image.Pixels;

/**
 * An image made for a class.
 *
 * @param probability of the class for it, in [0, 1], by the model's temperature
 * @param logit of the class for it, as the network gives it
 */
public record ClassImage(
    String label, @JsonIgnore Pixels pixels, double probability, double logit) {}
