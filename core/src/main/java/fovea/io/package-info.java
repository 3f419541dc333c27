/**
 * Files of tensors: safetensors, model files that carry their own architecture, PyTorch's, NumPy's
 * and ONNX. Start with {@link fovea.io.Safetensors}; everything read is checked before it is
 * believed.
 */
@NullMarked
package fovea.io;

import org.jspecify.annotations.NullMarked;
