/**
 * The lossy compression of WebP: one key frame of VP8, as RFC 6386 describes it and libwebp decodes
 * it, to the last bit. Start with {@link fovea.image.vp8.Vp8Frame}; only {@code fovea.image} uses
 * it.
 */
@NullMarked
package fovea.image.vp8;

import org.jspecify.annotations.NullMarked;
