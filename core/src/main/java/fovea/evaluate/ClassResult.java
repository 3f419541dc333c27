package fovea.evaluate;

/**
 * How well one class is recognised. Each figure is in [0, 1], and 0 where its denominator is 0: the
 * precision of a class that was never predicted, the recall of a class without images.
 *
 * @param precision of the images predicted as this class, the share that are
 * @param recall of the images of this class, the share predicted as it
 * @param f1 harmonic mean of precision and recall
 * @param support how many images are of this class
 */
public record ClassResult(String name, double precision, double recall, double f1, long support) {}
