/**
 * Files: safetensors, model files that carry their own architecture, and writing that never leaves
 * half a file. Start with {@link fovea.io.Safetensors}; everything read is checked before it is
 * believed.
 */
@NullMarked
package fovea.io;

import org.jspecify.annotations.NullMarked;
