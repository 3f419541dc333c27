package fovea.io.onnx;

import static fovea.io.onnx.Kernels.longs;

import fovea.FoveaException;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What moves values, picks or repeats them. */
final class ShapeKernels {
  private ShapeKernels() {}

  static Map<String, Kernel> all() {
    return Map.ofEntries(
        Map.entry("Flatten", (node, in) -> in.get(0).flatten((int) node.number("axis", 1))),
        Map.entry("Reshape", (node, in) -> in.get(0).reshape(in.get(1).toLongs())),
        Map.entry("Transpose", (node, in) -> in.get(0).permute(array(node.numbers("perm")))),
        Map.entry("Squeeze", (node, in) -> in.get(0).squeeze(only(in.get(1)))),
        Map.entry("Unsqueeze", (node, in) -> in.get(0).unsqueeze(only(in.get(1)))),
        Map.entry("Expand", (node, in) -> expand(in)),
        Map.entry("Slice", (node, in) -> slice(in)),
        Map.entry("Gather", (node, in) -> in.get(0).indexSelect(axis(node), in.get(1))),
        Map.entry("GatherElements", (node, in) -> in.get(0).gather(axis(node), in.get(1))),
        Map.entry("Concat", (node, in) -> Tensor.cat(in, axis(node))),
        Map.entry("Shape", ShapeKernels::shape),
        Map.entry("ConstantOfShape", ShapeKernels::filled));
  }

  private static int axis(OnnxNode node) {
    return Math.toIntExact(node.number("axis", 0));
  }

  private static int only(Tensor axes) {
    List<Long> all = longs(axes);
    if (all.size() != 1) {
      throw new FoveaException("adds or drops several dimensions at once");
    }
    return Math.toIntExact(all.get(0));
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  /** Sizes of 1 stay what they are. */
  private static Tensor expand(List<Tensor> in) {
    long[] sizes = in.get(1).toLongs();
    Shape before = in.get(0).shape();
    for (int back = 1; back <= before.rank(); back++) {
      int at = sizes.length - back;
      sizes[at] = sizes[at] == 1 ? before.size(-back) : sizes[at];
    }
    return in.get(0).expand(sizes);
  }

  /** A part of a dimension, or whole ones backwards. */
  private static Tensor slice(List<Tensor> in) {
    long[] axes = in.get(3).toLongs();
    if (in.get(4).toLongs()[0] == -1) {
      return in.get(0).flip(axes);
    }
    long start = in.get(1).toLongs()[0];
    long end = in.get(2).toLongs()[0];
    return in.get(0).narrow(Math.toIntExact(axes[0]), start, end - start);
  }

  private static Tensor shape(OnnxNode node, List<Tensor> in) {
    long[] sizes = in.get(0).shape().toArray();
    int start = (int) node.number("start", 0);
    int end = (int) node.number("end", sizes.length);
    return Tensor.ofLongs(Arrays.copyOfRange(sizes, start, end), end - start);
  }

  private static Tensor filled(OnnxNode node, List<Tensor> in) {
    Object value = node.attributes().get("value");
    float number = value instanceof OnnxTensor tensor ? tensor.toFloats()[0] : 0;
    return Tensor.full(number, in.get(0).toLongs());
  }
}
