package fovea.train;

import org.jspecify.annotations.Nullable;

/**
 * What came of a run: {@code result.json}. Accuracies are those of the chosen weights, in [0, 1],
 * in evaluation mode and without augmentation.
 *
 * @param testAccuracy over the test split
 * @param testAccuracyWithViews over the test split, by the mean of an image's mirrored and shifted
 *     views; null unless the recipe asks for it
 * @param trainAccuracy over the images trained on
 * @param validationAccuracy null without a validation split
 * @param epochs trained
 * @param chosenEpoch whose weights were kept, counted from 1
 * @param seconds from the first step to the last, interruptions not counted
 * @param parameters of the network, trainable numbers
 * @param macs multiply-accumulate operations of the network for an image
 * @param gflopsPerSecond counted work, of 10^9 operations, over the training time of the process
 *     that ended the run, validation not counted; null if it trained no step, and in older results
 * @param shareOfMachine how much that is of the rate of a matrix product in the run's precision,
 *     measured at its end; 1 is the machine's limit; null where the other is
 */
public record RunResult(
    double testAccuracy,
    @Nullable Double testAccuracyWithViews,
    double trainAccuracy,
    @Nullable Double validationAccuracy,
    int epochs,
    int chosenEpoch,
    double seconds,
    long parameters,
    long macs,
    @Nullable Double gflopsPerSecond,
    @Nullable Double shareOfMachine) {}
