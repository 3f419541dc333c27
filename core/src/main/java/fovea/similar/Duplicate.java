package fovea.similar;

/**
 * Two images that are much nearer to each other than is usual.
 *
 * @param first the path of the one in the folder
 * @param second the path of the other
 * @param samePixels whether they are the same picture, pixel by pixel in the size that the model
 *     takes
 */
public record Duplicate(String first, String second, double cosine, boolean samePixels) {}
