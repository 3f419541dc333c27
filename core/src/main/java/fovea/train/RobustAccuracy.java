package fovea.train;

/**
 * What a network withstands after an epoch: the shares of a few images that are right still after
 * attacks, in [0, 1].
 *
 * @param fgsm after one step of the whole budget, of the weights as they are trained, on images of
 *     the size that they were last trained on
 * @param pgd of the same, after several smaller steps from a random start
 * @param chosen after several steps, of the weights that would be chosen now, averaged or not, on
 *     images as they are
 */
public record RobustAccuracy(double fgsm, double pgd, double chosen) {}
