/**
 * Changes parameters along their gradients: optimisers over one flat buffer, weight averaging, and
 * learning-rate schedules, each with its settings. Start with {@link
 * fovea.optim.OptimizerSettings}; nothing here knows what a module is.
 */
@NullMarked
package fovea.optim;

import org.jspecify.annotations.NullMarked;
