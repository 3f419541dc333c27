/**
 * Networks as ONNX files, which every other engine opens: {@link fovea.io.onnx.OnnxModel} writes
 * what two calls of a network have in common, {@link fovea.io.onnx.OnnxEvaluator} computes what a
 * file says. Start with {@link fovea.io.onnx.OnnxModel}.
 */
@NullMarked
package fovea.io.onnx;

import org.jspecify.annotations.NullMarked;
