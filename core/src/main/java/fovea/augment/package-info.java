/**
 * Random variations of training images: batch in, batch out. Start with {@link
 * fovea.augment.Augmentation}.
 */
@NullMarked
package fovea.augment;

import org.jspecify.annotations.NullMarked;
