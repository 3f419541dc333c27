/**
 * Images on disk and in memory, in plain Java: decoding with limits, resizing, PNG. Start with
 * {@link fovea.image.Pixels}.
 */
@NullMarked
package fovea.image;

import org.jspecify.annotations.NullMarked;
