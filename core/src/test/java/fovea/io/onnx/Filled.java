package fovea.io.onnx;

import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/** Weights under which every part of a network counts, and none drowns the others. */
final class Filled {
  private Filled() {}

  static void fill(Module network, Rng rng) {
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      network.stateDict().forEach((name, tensor) -> fill(name, tensor, rng));
    }
    network.modules().values().stream()
        .filter(Normalize.class::isInstance)
        .map(Normalize.class::cast)
        .forEach(n -> n.set(new float[] {0.4f, 0.5f, 0.6f}, new float[] {0.2f, 0.3f, 0.25f}));
    network.eval();
  }

  private static void fill(String name, Tensor tensor, Rng rng) {
    Shape shape = tensor.shape();
    if (tensor.dtype() != DType.FLOAT32) {
      return;
    }
    double low;
    double high;
    if (name.endsWith("layer_scale") || name.endsWith("running_var")) {
      low = 0.5;
      high = 1.5;
    } else if (shape.rank() > 1) {
      high = Math.sqrt(6.0 * shape.size(0) / shape.elements());
      low = -high;
    } else if (name.endsWith("weight")) {
      low = 0.2;
      high = 0.6;
    } else {
      low = -0.3;
      high = 0.3;
    }
    tensor.copyFrom(RandomTensor.uniform(low, high, rng, shape));
  }
}
