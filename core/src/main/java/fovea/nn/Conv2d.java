package fovea.nn;

import fovea.tensor.Conv;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Convolution with square, zero-padded filters: [N, inChannels, H, W] to [N, outChannels, H', W'],
 * H' = (H + 2 padding - kernelSize) / stride + 1.
 */
public final class Conv2d extends Module {
  private final int inChannels;
  private final int outChannels;
  private final int kernelSize;
  private final int stride;
  private final int padding;
  private final Tensor weight;
  private final @Nullable Tensor bias;

  /**
   * A layer with PyTorch's default starting values.
   *
   * @param bias whether there is one
   */
  public Conv2d(
      int inChannels,
      int outChannels,
      int kernelSize,
      int stride,
      int padding,
      boolean bias,
      Rng rng) {
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    long fanIn = (long) inChannels * kernelSize * kernelSize;
    this.weight =
        parameter(
            "weight",
            () ->
                Initialisation.uniform(
                    fanIn, rng, outChannels, inChannels, kernelSize, kernelSize));
    this.bias =
        bias ? parameter("bias", () -> Initialisation.uniform(fanIn, rng, outChannels)) : null;
  }

  @Override
  protected Tensor forward(Tensor input) {
    return Conv.conv2d(input, weight, bias, stride, padding);
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("inChannels", inChannels);
    arguments.put("outChannels", outChannels);
    arguments.put("kernelSize", kernelSize);
    arguments.put("stride", stride);
    arguments.put("padding", padding);
    arguments.put("bias", bias != null);
    return arguments;
  }

  @Override
  protected long macs(Shape input, Shape output) {
    long positions = output.size(2) * output.size(3);
    return positions * outChannels * inChannels * kernelSize * kernelSize;
  }
}
