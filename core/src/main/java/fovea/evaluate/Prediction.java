package fovea.evaluate;

/**
 * What a network takes an image for.
 *
 * @param name of the class
 * @param probability in [0, 1]
 */
public record Prediction(String name, double probability) {}
