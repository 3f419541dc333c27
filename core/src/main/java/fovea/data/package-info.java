/**
 * Labelled images: CIFAR-10, class folders, drawn shapes, their splits, and the loader that makes
 * batches of them. Start with {@link fovea.data.DataSets}. Which files of a folder are images of
 * what is found in {@code fovea.data.folder}; decoded they lie in memory or in an {@link
 * fovea.data.ImageCache}, and an {@link fovea.data.ImageSet} doesn't tell which.
 */
@NullMarked
package fovea.data;

import org.jspecify.annotations.NullMarked;
