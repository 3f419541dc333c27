/**
 * Tensors on libtorch, who owns their memory, and the native operations. Start with {@link
 * fovea.tensor.Tensor} and {@link fovea.tensor.Scope}; nothing outside this package knows the
 * native binding.
 */
@NullMarked
package fovea.tensor;

import org.jspecify.annotations.NullMarked;
