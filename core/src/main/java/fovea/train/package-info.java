/**
 * Training by recipe: what a run is told, the loop, and what it leaves behind. Start with {@link
 * fovea.train.EpochRecord}.
 */
@NullMarked
package fovea.train;

import org.jspecify.annotations.NullMarked;
