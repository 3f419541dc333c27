package fovea.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * How well one class is recognised. Each figure is in [0, 1]; the precision of a class that was
 * never predicted is 0, and a class without images has no figures.
 *
 * @param precision of the images predicted as this class, the share that are
 * @param recall of the images of this class, the share predicted as it
 * @param f1 harmonic mean of precision and recall
 * @param support how many images are of this class
 */
public record ClassResult(
    String name,
    @Nullable Double precision,
    @Nullable Double recall,
    @Nullable Double f1,
    long support) {}
