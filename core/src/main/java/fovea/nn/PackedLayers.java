package fovea.nn;

import fovea.tensor.DType;
import fovea.tensor.FusedActivation;
import fovea.tensor.PackedLayer;
import fovea.tensor.Quantization;
import fovea.tensor.QuantizedLayer;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Layers for inference, laid out for oneDNN where that is possible and pays. Nothing is recorded
 * for gradients.
 */
final class PackedLayers implements FoldedLayers {
  private final DType dtype;
  private final IdentityHashMap<Module, InputRange> int8;
  private final PlainLayers plain;
  private final List<Runnable> packed = new ArrayList<>();

  /**
   * @param int8 the layers to compute in 8-bit whole numbers
   */
  PackedLayers(DType dtype, IdentityHashMap<Module, InputRange> int8) {
    this.dtype = dtype;
    this.int8 = int8;
    this.plain = new PlainLayers(dtype);
  }

  @Override
  public UnaryOperator<Tensor> convolution(
      Conv2d conv,
      Tensor weight,
      @Nullable Tensor bias,
      FusedActivation activation,
      @Nullable Conv2d reader) {
    InputRange range = int8.get(conv);
    if (range != null) {
      Quantization inputs = quantization(range);
      Quantization outputs =
          QuantizedLayer.canGiveWhole(conv.geometry(), activation, inputs) ? as(reader) : null;
      return kept(
          QuantizedLayer.conv2d(weight, bias, conv.geometry(), activation, inputs, outputs));
    }
    return PackedLayer.isPossible(dtype)
        ? kept(PackedLayer.conv2d(weight.to(dtype), bias, conv.geometry(), activation))
        : plain.convolution(conv, weight, bias, activation, reader);
  }

  /** How a layer wants its inputs rounded, if it computes in 8 bits. */
  private @Nullable Quantization as(@Nullable Conv2d reader) {
    InputRange range = reader == null ? null : int8.get(reader);
    return range == null ? null : quantization(range);
  }

  private static Quantization quantization(InputRange range) {
    return Quantization.of(range.low(), range.high());
  }

  @Override
  public UnaryOperator<Tensor> product(Linear linear, FusedActivation activation) {
    InputRange range = int8.get(linear);
    if (range != null) {
      return kept(
          QuantizedLayer.linear(
              linear.weight(), linear.bias(), activation, range.low(), range.high()));
    }
    return linear.isLarge() && PackedLayer.isPossible(dtype)
        ? kept(PackedLayer.linear(linear.weight().to(dtype), linear.bias(), activation))
        : plain.product(linear, activation);
  }

  @Override
  public UnaryOperator<Tensor> normalization(Normalize normalize) {
    return plain.normalization(normalize);
  }

  @Override
  public UnaryOperator<Tensor> norm(BatchNorm2d norm) {
    return plain.norm(norm);
  }

  private UnaryOperator<Tensor> kept(PackedLayer layer) {
    packed.add(layer::close);
    return layer::apply;
  }

  private UnaryOperator<Tensor> kept(QuantizedLayer layer) {
    packed.add(layer::close);
    return layer::apply;
  }

  @Override
  public void close() {
    packed.forEach(Runnable::run);
    packed.clear();
    plain.close();
  }
}
