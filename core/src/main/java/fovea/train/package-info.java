/**
 * Trains networks by a {@link fovea.recipe.Recipe}: the {@link fovea.train.Trainer} takes the steps
 * and tells its {@link fovea.train.TrainingListener}s, and knows nothing of files.
 */
@NullMarked
package fovea.train;

import org.jspecify.annotations.NullMarked;
