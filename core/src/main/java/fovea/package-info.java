/**
 * The exception that every package shares. Start with {@code fovea.models} for networks, {@code
 * fovea.train} for training and {@code fovea.evaluate} for judging them.
 */
@NullMarked
package fovea;

import org.jspecify.annotations.NullMarked;
