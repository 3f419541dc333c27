/**
 * A run as a value: {@link fovea.recipe.Recipe} says all that decides what comes of it, is read and
 * written as YAML, and begins from a built-in one.
 */
@NullMarked
package fovea.recipe;

import org.jspecify.annotations.NullMarked;
