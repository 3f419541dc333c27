/**
 * Models handed to other programs: as ONNX, as safetensors and as PyTorch's own file, each checked
 * before anyone gets it and with a note on how to use it. Start with {@link fovea.export.Export}.
 */
@NullMarked
package fovea.export;

import org.jspecify.annotations.NullMarked;
