package fovea.tensor;

import java.util.List;
import org.bytedeco.pytorch.global.torch;

/** Several tensors as one. */
final class Joining {
  private Joining() {}

  /** Along a dimension that they have. */
  static Tensor cat(List<Tensor> parts, int dim) {
    ShapeRules.require(!parts.isEmpty(), "cat: no tensors to join");
    Shape first = parts.get(0).shape();
    ShapeRules.dims("cat", first, dim);
    ShapeRules.alike("cat", shapes(parts), dim < 0 ? dim + first.rank() : dim);
    return Native.op(
        "cat",
        () -> Operands.of(parts).with("dim", dim),
        () -> torch.cat(Handles.vector(parts), dim));
  }

  /** Along a new dimension. */
  static Tensor stack(List<Tensor> parts, int dim) {
    ShapeRules.alike("stack", shapes(parts), -1);
    return Native.op(
        "stack",
        () -> Operands.of(parts).with("dim", dim),
        () -> torch.stack(Handles.vector(parts), dim));
  }

  private static List<Shape> shapes(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::shape).toList();
  }
}
