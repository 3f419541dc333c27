package fovea.nn;

import fovea.tensor.Activation;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.FusedActivation;
import fovea.tensor.Norm;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Layers as ordinary operations on weights that were converted and laid out once. Gradients can be
 * taken through them; the weights have none.
 */
final class PlainLayers implements FoldedLayers {
  private final DType dtype;
  private final Scope memory = Scope.detached();

  PlainLayers(DType dtype) {
    this.dtype = dtype;
  }

  @Override
  public UnaryOperator<Tensor> convolution(
      Conv2d conv,
      Tensor weight,
      @Nullable Tensor bias,
      FusedActivation activation,
      @Nullable Conv2d reader) {
    Tensor filters = own(weight.to(dtype).channelsLast());
    Tensor offsets = bias == null ? null : own(bias.to(dtype));
    return input -> activated(conv.apply(input.to(dtype), filters, offsets), activation);
  }

  @Override
  public UnaryOperator<Tensor> product(Linear linear, FusedActivation activation) {
    Tensor bias = linear.bias();
    Tensor factors = own(linear.weight().to(dtype));
    Tensor offsets = bias == null ? null : own(bias.to(dtype));
    return input -> activated(Conv.linear(input.to(dtype), factors, offsets), activation);
  }

  /** The layer's output is nobody else's, so it may be overwritten. */
  private static Tensor activated(Tensor output, FusedActivation activation) {
    return switch (activation) {
      case NONE -> output;
      case RELU -> Activation.reluInPlace(output);
      case RELU6 -> Activation.relu6InPlace(output);
      case SILU -> Activation.silu(output);
      case GELU -> Activation.gelu(output);
    };
  }

  @Override
  public UnaryOperator<Tensor> normalization(Normalize normalize) {
    long channels = normalize.mean().shape().elements();
    Tensor mean = own(normalize.mean().reshape(channels, 1, 1));
    Tensor std = own(normalize.std().reshape(channels, 1, 1));
    return input -> input.sub(mean).div(std);
  }

  @Override
  public UnaryOperator<Tensor> norm(BatchNorm2d norm) {
    Tensor scale = own(norm.scale());
    Tensor shift = own(norm.shift());
    Tensor mean = own(Tensor.zeros(scale.shape().elements()));
    Tensor variance = own(Tensor.ones(scale.shape().elements()));
    return input -> Norm.batchNorm(input, scale, shift, mean, variance, false, 0, 0);
  }

  private Tensor own(Tensor tensor) {
    return memory.adopt(tensor.detach().copy());
  }

  @Override
  public void close() {
    memory.close();
  }
}
