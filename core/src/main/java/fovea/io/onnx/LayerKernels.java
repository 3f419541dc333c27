package fovea.io.onnx;

import fovea.FoveaException;
import fovea.tensor.Conv;
import fovea.tensor.ConvGeometry;
import fovea.tensor.DType;
import fovea.tensor.Norm;
import fovea.tensor.Pool;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Layers, pooling, and rounding to 8 bits. */
final class LayerKernels {
  private static final double LARGEST = 255;

  private LayerKernels() {}

  static Map<String, Kernel> all() {
    return Map.ofEntries(
        Map.entry("Conv", LayerKernels::conv),
        Map.entry("Gemm", (node, in) -> gemm(in)),
        Map.entry("BatchNormalization", LayerKernels::batchNorm),
        Map.entry("LayerNormalization", LayerKernels::layerNorm),
        Map.entry("MaxPool", LayerKernels::maxPool),
        Map.entry("AveragePool", LayerKernels::averagePool),
        Map.entry("GlobalMaxPool", (node, in) -> Pool.adaptiveMaxPool2d(in.get(0), 1)),
        Map.entry("GlobalAveragePool", (node, in) -> Pool.adaptiveAvgPool2d(in.get(0), 1)),
        Map.entry("QuantizeLinear", (node, in) -> quantize(in)),
        Map.entry("DequantizeLinear", LayerKernels::dequantize));
  }

  private static Tensor conv(OnnxNode node, List<Tensor> in) {
    List<Long> pads = node.numbers("pads");
    if (!pads.subList(0, 2).equals(pads.subList(2, 4))) {
      throw new FoveaException("has a convolution whose padding differs from side to side");
    }
    ConvGeometry geometry =
        new ConvGeometry(
            size(node.numbers("strides")),
            size(pads.subList(0, 2)),
            size(node.numbers("dilations")),
            (int) node.number("group", 1));
    return Conv.conv2d(in.get(0), in.get(1), in.size() > 2 ? in.get(2) : null, geometry);
  }

  private static Size2d size(List<Long> sides) {
    return new Size2d(Math.toIntExact(sides.get(0)), Math.toIntExact(sides.get(1)));
  }

  private static Tensor gemm(List<Tensor> in) {
    return Conv.linear(in.get(0), in.get(1), in.size() > 2 ? in.get(2) : null);
  }

  private static Tensor batchNorm(OnnxNode node, List<Tensor> in) {
    return Norm.batchNorm(
        in.get(0),
        in.get(1),
        in.get(2),
        in.get(3),
        in.get(4),
        false,
        0,
        node.decimal("epsilon", 1e-5f));
  }

  private static Tensor layerNorm(OnnxNode node, List<Tensor> in) {
    return Norm.layerNorm(in.get(0), in.get(1), in.get(2), node.decimal("epsilon", 1e-5f));
  }

  private static Tensor maxPool(OnnxNode node, List<Tensor> in) {
    Tensor padded = padded(in.get(0), node.numbers("pads"), Double.NEGATIVE_INFINITY);
    return Pool.maxPool2d(padded, side(node, "kernel_shape"), side(node, "strides"));
  }

  /** Padding counts, as Fovea writes it. */
  private static Tensor averagePool(OnnxNode node, List<Tensor> in) {
    Tensor padded = padded(in.get(0), node.numbers("pads"), 0);
    return Pool.avgPool2d(padded, side(node, "kernel_shape"), side(node, "strides"));
  }

  private static int side(OnnxNode node, String attribute) {
    List<Long> sides = node.numbers(attribute);
    if (!sides.get(0).equals(sides.get(1))) {
      throw new FoveaException("has pooling with windows that aren't square");
    }
    return Math.toIntExact(sides.get(0));
  }

  /**
   * @param pads above, left, below, right
   */
  private static Tensor padded(Tensor images, List<Long> pads, double value) {
    Tensor padded = images;
    for (int dim = 2; dim < 4; dim++) {
      long before = pads.get(dim - 2);
      long after = pads.get(dim);
      List<Tensor> parts = new ArrayList<>();
      if (before > 0) {
        parts.add(filled(padded, dim, before, value));
      }
      parts.add(padded);
      if (after > 0) {
        parts.add(filled(padded, dim, after, value));
      }
      padded = parts.size() == 1 ? padded : Tensor.cat(parts, dim);
    }
    return padded;
  }

  private static Tensor filled(Tensor like, int dim, long size, double value) {
    long[] sizes = like.shape().toArray();
    sizes[dim] = size;
    return Tensor.full(value, sizes);
  }

  /** The whole numbers as floats. */
  private static Tensor quantize(List<Tensor> in) {
    Tensor whole = in.get(0).div(in.get(1)).add(in.get(2).to(DType.FLOAT32));
    return whole.clamp(0, LARGEST).add(0.5).to(DType.INT64).to(DType.FLOAT32);
  }

  private static Tensor dequantize(OnnxNode node, List<Tensor> in) {
    Tensor whole = in.get(0);
    Tensor scale = in.get(1);
    Tensor zero = in.get(2).to(DType.FLOAT32);
    if (scale.shape().rank() == 1) {
      long[] along = new long[whole.shape().rank()];
      Arrays.fill(along, 1);
      along[(int) node.number("axis", 1)] = scale.shape().size(0);
      scale = scale.reshape(along);
      zero = zero.reshape(along);
    }
    return whole.sub(zero).mul(scale);
  }
}
