package fovea.audit;

/**
 * Two images that show the same picture, or perhaps do.
 *
 * @param likeness the correlation of their edges; 1 is pixel for pixel
 * @param exact whether all pixels are equal
 * @param mirrored whether the one is the other's mirror image
 * @param acrossSplits whether they lie in different splits, so that one gives the other away
 * @param classesDiffer whether they are filed under different classes, one of them wrongly
 */
public record Copy(
    AuditedImage first,
    AuditedImage second,
    double likeness,
    boolean exact,
    boolean mirrored,
    boolean acrossSplits,
    boolean classesDiffer) {

  static Copy of(AuditedImages images, int first, int second, double likeness, boolean mirrored) {
    AuditedImage one = images.image(Math.min(first, second));
    AuditedImage other = images.image(Math.max(first, second));
    return new Copy(
        one,
        other,
        likeness,
        false,
        mirrored,
        !one.split().equals(other.split()),
        !one.label().equals(other.label()));
  }

  static Copy exact(AuditedImages images, int first, int second) {
    Copy copy = of(images, first, second, 1, false);
    return new Copy(copy.first, copy.second, 1, true, false, copy.acrossSplits, copy.classesDiffer);
  }
}
