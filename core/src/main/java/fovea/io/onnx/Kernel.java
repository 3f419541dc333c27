package fovea.io.onnx;

import fovea.tensor.Tensor;
import java.util.List;

/** What an ONNX operation computes. */
@FunctionalInterface
interface Kernel {
  /** In the current scope; may be an input itself. */
  Tensor apply(OnnxNode node, List<Tensor> inputs);
}
