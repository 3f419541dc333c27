/**
 * Files as such: writing that never leaves half a file, keeping others out of a folder, telling
 * what a file holds, messages of protocol buffers, and words for what goes wrong with one. Start
 * with {@link fovea.files.AtomicFile}.
 */
@NullMarked
package fovea.files;

import org.jspecify.annotations.NullMarked;
