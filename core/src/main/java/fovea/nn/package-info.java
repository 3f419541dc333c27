/**
 * Networks from layers: {@link fovea.nn.Module}, the layers with PyTorch's names and defaults, and
 * {@link fovea.nn.Summary}. Start with {@link fovea.nn.Sequential}.
 */
@NullMarked
package fovea.nn;

import org.jspecify.annotations.NullMarked;
