package fovea.nn;

import fovea.tensor.Conv;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
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

  private Conv2d(int inChannels, int outChannels, int kernelSize) {
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = kernelSize;
    this.stride = 1;
    this.padding = 0;
    this.weight =
        buffer("weight", () -> Tensor.zeros(outChannels, inChannels, kernelSize, kernelSize));
    this.bias = null;
  }

  /** A layer without bias and padding whose filters, zero at first, are saved but not trained. */
  public static Conv2d frozen(int inChannels, int outChannels, int kernelSize) {
    return new Conv2d(inChannels, outChannels, kernelSize);
  }

  /**
   * Overwrites the filters.
   *
   * @param filters [outChannels, inChannels, kernelSize, kernelSize]
   */
  public void setWeight(Tensor filters) {
    weight.copyFrom(filters);
  }

  /**
   * Lets the first filters, as many as there are input channels, hand their channel on unchanged; a
   * later layer then starts with all that an earlier one found.
   *
   * @throws IllegalArgumentException if there are fewer filters than input channels
   * @see <a href="https://arxiv.org/abs/1706.00388">Zagoruyko and Komodakis 2017, section 3</a>
   */
  public void startAsIdentity() {
    if (outChannels < inChannels) {
      throw new IllegalArgumentException(
          outChannels + " filters can't hand on " + inChannels + " channels");
    }
    if (ToBeLoaded.isOn()) {
      return;
    }
    int size = inChannels * kernelSize * kernelSize;
    float[] identity = new float[inChannels * size];
    int center = kernelSize / 2 * kernelSize + kernelSize / 2;
    for (int c = 0; c < inChannels; c++) {
      identity[c * size + c * kernelSize * kernelSize + center] = 1;
    }
    try (Scope temporary = Scope.open()) {
      weight
          .narrow(0, 0, inChannels)
          .copyFrom(Tensor.of(identity, inChannels, inChannels, kernelSize, kernelSize));
    }
  }

  @Override
  protected Tensor forward(Tensor input) {
    return apply(input, weight, bias);
  }

  /** Its geometry with other filters. */
  Tensor apply(Tensor input, Tensor filters, @Nullable Tensor offsets) {
    return Conv.conv2d(input, filters, offsets, stride, padding);
  }

  Tensor weight() {
    return weight;
  }

  @Nullable Tensor bias() {
    return bias;
  }

  int stride() {
    return stride;
  }

  int padding() {
    return padding;
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
