/**
 * What every package shares: the exception, near misses of a word, and text that can be shown.
 * Start with {@code fovea.models} for networks, {@code fovea.train} for training and {@code
 * fovea.evaluate} for judging them.
 */
@NullMarked
package fovea;

import org.jspecify.annotations.NullMarked;
