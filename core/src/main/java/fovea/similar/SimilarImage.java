package fovea.similar;

/**
 * An image of an index that is like the one asked about.
 *
 * @param file its path in the index's folder
 * @param cosine of the angle between the features of the two, in [-1, 1] up to rounding
 * @param samePixels whether it is the same picture, pixel by pixel in the size that the model takes
 */
public record SimilarImage(String file, double cosine, boolean samePixels) {}
