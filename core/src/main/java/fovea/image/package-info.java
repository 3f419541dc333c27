/**
 * Images on disk and in memory, in plain Java: decoding with limits, resizing. Start with {@link
 * fovea.image.ImageFile}.
 */
@NullMarked
package fovea.image;

import org.jspecify.annotations.NullMarked;
