/**
 * Weights that others trained: which network they are of, how they get into one with other classes,
 * and where official ones are. Start with {@link fovea.pretrained.Pretrained}.
 */
@NullMarked
package fovea.pretrained;

import org.jspecify.annotations.NullMarked;
