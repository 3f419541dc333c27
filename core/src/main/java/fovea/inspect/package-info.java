/**
 * Makes visible what a network sees: its first filters, what its layers give for an image, images
 * that it would take for a class most of all, and how it orders the images of a data set. {@link
 * fovea.inspect.NetworkView} is of the network alone, {@link fovea.inspect.DataView} of the images
 * as it sees them.
 */
@NullMarked
package fovea.inspect;

import org.jspecify.annotations.NullMarked;
