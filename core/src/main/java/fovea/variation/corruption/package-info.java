/**
 * What happens to images between the world and a network: the corruptions of Hendrycks and
 * Dietterich, turns, shifts and flips, in plain Java. Start with {@link
 * fovea.variation.corruption.Corruption}; each is one file with its constants in it.
 */
@NullMarked
package fovea.variation.corruption;

import org.jspecify.annotations.NullMarked;
