/**
 * Searches for better settings of a recipe by validation images alone: {@link
 * fovea.tune.SearchFile} says what is searched and how, {@link fovea.tune.Search} does it, and
 * {@link fovea.tune.TrialDatabase} keeps what was found.
 */
@NullMarked
package fovea.tune;

import org.jspecify.annotations.NullMarked;
