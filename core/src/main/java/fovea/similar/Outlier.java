package fovea.similar;

/**
 * An image that is like no other.
 *
 * @param file its path in the folder
 * @param distance to its nearest others, on average
 * @param score how many robust standard deviations that is above what is usual
 */
public record Outlier(String file, double distance, double score) {}
