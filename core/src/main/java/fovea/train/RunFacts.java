package fovea.train;

import fovea.recipe.Recipe;

/**
 * What is known of a run before its first step.
 *
 * @param data the data set's name
 * @param trainImages trained on, without those held out
 * @param validationImages 0 without a validation split
 * @param stepsPerEpoch of an epoch that leaves no image out, at least 1
 * @param position where it begins; {@link Position#START} unless it is resumed
 * @param parameters of the network, trainable numbers
 * @param macs multiply-accumulate operations of the network for an image
 */
public record RunFacts(
    Recipe recipe,
    String data,
    int trainImages,
    int validationImages,
    int stepsPerEpoch,
    Position position,
    long parameters,
    long macs) {}
