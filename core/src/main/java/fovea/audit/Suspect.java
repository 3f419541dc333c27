package fovea.audit;

/**
 * An image that is probably filed under the wrong class.
 *
 * @param suggested the class that a network takes it for that never saw the image
 * @param probability of that class, in [0, 1]
 * @param ofLabel the probability of the class that it is filed under, in [0, 1]
 * @param copyDiffers whether a copy of it is filed under another class
 */
public record Suspect(
    AuditedImage image,
    String suggested,
    double probability,
    double ofLabel,
    boolean copyDiffers) {}
