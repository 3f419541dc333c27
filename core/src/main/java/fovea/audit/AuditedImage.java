package fovea.audit;

/**
 * An image of a data set that something is said of.
 *
 * @param number among all images of the audit, counted from 0
 * @param file what it is called, as {@link fovea.data.ImageSet#name} has it
 * @param split {@code train}, {@code validation} or {@code test}
 * @param label the class that it is filed under
 */
public record AuditedImage(int number, String file, String split, String label) {}
