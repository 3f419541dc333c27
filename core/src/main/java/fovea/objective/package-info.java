/**
 * What training makes small: the loss of a network on a batch. Start with {@link
 * fovea.objective.Objective}.
 */
@NullMarked
package fovea.objective;

import org.jspecify.annotations.NullMarked;
