/**
 * Labelled images: CIFAR-10, class folders, drawn shapes, their splits, and the loader that makes
 * batches of them. Start with {@link fovea.data.DataSets}.
 */
@NullMarked
package fovea.data;

import org.jspecify.annotations.NullMarked;
