/**
 * Trains networks: a {@link fovea.train.Recipe} describes a whole run, a trainer runs it and tells
 * its {@link fovea.train.TrainingListener}s, a {@link fovea.train.RunFolder} keeps what came of it.
 * Start with {@link fovea.train.Recipe}.
 */
@NullMarked
package fovea.train;

import org.jspecify.annotations.NullMarked;
