/** Small programs to copy from. Start with {@link fovea.examples.OwnNetwork}. */
@NullMarked
package fovea.examples;

import org.jspecify.annotations.NullMarked;
