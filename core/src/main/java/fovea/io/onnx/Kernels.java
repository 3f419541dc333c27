package fovea.io.onnx;

import fovea.FoveaException;
import fovea.tensor.Activation;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ONNX operations that Fovea writes, computed by its own. */
final class Kernels {
  private static final Map<String, Kernel> ALL = all();

  private Kernels() {}

  /**
   * By an operation's name.
   *
   * @throws FoveaException for one that Fovea doesn't write
   */
  static Kernel of(String operator) {
    Kernel kernel = ALL.get(operator);
    if (kernel == null) {
      throw new FoveaException("has an operation `%s`".formatted(operator));
    }
    return kernel;
  }

  private static Map<String, Kernel> all() {
    Map<String, Kernel> all = new HashMap<>(LayerKernels.all());
    all.putAll(ShapeKernels.all());
    all.put("Add", (node, in) -> in.get(0).add(in.get(1)));
    all.put("Sub", (node, in) -> in.get(0).sub(in.get(1)));
    all.put("Mul", (node, in) -> in.get(0).mul(in.get(1)));
    all.put("Div", (node, in) -> in.get(0).div(in.get(1)));
    all.put("MatMul", (node, in) -> in.get(0).matmul(in.get(1)));
    all.put("Pow", (node, in) -> in.get(0).pow(in.get(1).item()));
    all.put("Clip", (node, in) -> in.get(0).clamp(in.get(1).item(), in.get(2).item()));
    all.put("Neg", (node, in) -> in.get(0).neg());
    all.put("Exp", (node, in) -> in.get(0).exp());
    all.put("Log", (node, in) -> in.get(0).log());
    all.put("Sqrt", (node, in) -> in.get(0).sqrt());
    all.put("Sign", (node, in) -> in.get(0).sign());
    all.put("Erf", (node, in) -> Activation.erf(in.get(0)));
    all.put("Relu", (node, in) -> Activation.relu(in.get(0)));
    all.put("Sigmoid", (node, in) -> Activation.sigmoid(in.get(0)));
    all.put("Equal", (node, in) -> in.get(0).eq(in.get(1)));
    all.put("Where", (node, in) -> in.get(1).where(in.get(0), in.get(2)));
    all.put("Cast", Kernels::cast);
    all.put("ReduceSum", (node, in) -> sum(in));
    all.put("ReduceMean", (node, in) -> in.get(0).mean(dims(node.numbers("axes"))));
    all.put("ReduceMax", (node, in) -> in.get(0).max(dims(node.numbers("axes"))));
    all.put("ArgMax", (node, in) -> in.get(0).argmax((int) node.number("axis", 0)));
    all.put("Softmax", (node, in) -> in.get(0).softmax((int) node.number("axis", -1)));
    all.put("LogSoftmax", (node, in) -> in.get(0).logSoftmax((int) node.number("axis", -1)));
    return all;
  }

  private static Tensor cast(OnnxNode node, List<Tensor> in) {
    return switch (ElementType.numbered(node.number("to", 0))) {
      case FLOAT -> in.get(0).to(DType.FLOAT32);
      case UINT8, BOOL -> in.get(0).to(DType.UINT8);
      case INT64 -> in.get(0).to(DType.INT64);
      case INT8, INT32 -> throw new FoveaException("converts to a type that Fovea doesn't write");
    };
  }

  private static Tensor sum(List<Tensor> in) {
    return in.size() < 2 ? in.get(0).sum() : in.get(0).sum(dims(longs(in.get(1))));
  }

  /** The numbers that a tensor of whole ones holds. */
  static List<Long> longs(Tensor tensor) {
    return Arrays.stream(tensor.toLongs()).boxed().toList();
  }

  static int[] dims(List<Long> dims) {
    return dims.stream().mapToInt(Math::toIntExact).toArray();
  }
}
