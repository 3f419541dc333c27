package fovea.attack;

/**
 * What came of one attack.
 *
 * @param attack its name
 * @param effort how hard it tried
 * @param tried how many images it was tried on: those that were right, and that no attack before it
 *     fooled
 * @param fooled how many of them it found changes for
 * @param robustAccuracy share of all images that are right still
 * @param gradients of an image that were computed
 * @param queries how often the network was shown an image without a gradient
 */
public record AttackOutcome(
    String attack,
    AttackEffort effort,
    int tried,
    int fooled,
    double robustAccuracy,
    long gradients,
    long queries,
    double seconds) {}
