package fovea.audit;

/**
 * An image that is worth a look for itself.
 *
 * @param kind what may be wrong with it
 * @param found what was measured, and what that is beside the other images, a phrase
 */
public record Flaw(AuditKind kind, AuditedImage image, String found) {}
