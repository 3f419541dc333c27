/**
 * How a model fares when its images are varied: accuracies by corruption and severity, along sweeps
 * of angles, shifts and qualities, and on the official CIFAR-10-C files. Start with {@link
 * fovea.variation.Study}; what is done to images is in {@code fovea.variation.corruption}.
 */
@NullMarked
package fovea.variation;

import org.jspecify.annotations.NullMarked;
