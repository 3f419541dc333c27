/**
 * Python's pickles as plain values. Nothing in one is executed: what it may name is a list, and the
 * rest is refused by name. Start with {@link fovea.io.pickle.Unpickler}.
 */
@NullMarked
package fovea.io.pickle;

import org.jspecify.annotations.NullMarked;
