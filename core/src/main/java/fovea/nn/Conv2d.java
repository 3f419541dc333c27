package fovea.nn;

import fovea.tensor.Conv;
import fovea.tensor.ConvGeometry;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Convolution with zero-padded filters: [N, inChannels, H, W] to [N, outChannels, H', W'], H' = (H
 * + 2 padding - dilation (kernelSize - 1) - 1) / stride + 1, rounded down.
 */
public final class Conv2d extends Module {
  private final int inChannels;
  private final int outChannels;
  private final Size2d kernelSize;
  private final ConvGeometry geometry;
  private final Tensor weight;
  private final @Nullable Tensor bias;

  /**
   * A layer of square filters with PyTorch's default starting values.
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
    this(
        inChannels,
        outChannels,
        Size2d.square(kernelSize),
        ConvGeometry.of(stride, padding),
        bias,
        Initialisation.standard(),
        rng);
  }

  /**
   * A layer of filters of any shape.
   *
   * @param geometry its groups must divide both counts of channels
   * @param bias whether there is one, which starts as PyTorch's does
   * @param weights starting values of the filters
   */
  public Conv2d(
      int inChannels,
      int outChannels,
      Size2d kernelSize,
      ConvGeometry geometry,
      boolean bias,
      Initialisation weights,
      Rng rng) {
    int groups = geometry.groups();
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "Conv2d: %d channels to %d can't be parted into %d groups"
              .formatted(inChannels, outChannels, groups));
    }
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = kernelSize;
    this.geometry = geometry;
    int seen = inChannels / groups;
    this.weight =
        parameter(
            "weight",
            () -> weights.start(rng, outChannels, seen, kernelSize.height(), kernelSize.width()));
    double bound = 1 / Math.sqrt((double) seen * kernelSize.area());
    this.bias =
        bias
            ? parameter("bias", () -> Initialisation.uniform(bound).start(rng, outChannels))
            : null;
  }

  private Conv2d(int inChannels, int outChannels, int kernelSize) {
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = Size2d.square(kernelSize);
    this.geometry = ConvGeometry.of(1, 0);
    this.weight =
        buffer("weight", () -> Tensor.zeros(outChannels, inChannels, kernelSize, kernelSize));
    this.bias = null;
  }

  /** A layer without bias and padding whose filters, zero at first, are saved but not trained. */
  public static Conv2d frozen(int inChannels, int outChannels, int kernelSize) {
    return new Conv2d(inChannels, outChannels, kernelSize);
  }

  /** This layer, its bias 0 at first. */
  public Conv2d withZeroBias() {
    if (bias != null) {
      bias.zeroInPlace();
    }
    return this;
  }

  /**
   * Overwrites the filters.
   *
   * @param filters [outChannels, inChannels / groups, height, width]
   */
  public void setWeight(Tensor filters) {
    weight.copyFrom(filters);
  }

  /**
   * Lets the first filters, as many as there are input channels, hand their channel on unchanged; a
   * later layer then starts with all that an earlier one found.
   *
   * @throws IllegalArgumentException if there are fewer filters than input channels, or a channel's
   *     filter doesn't see it
   * @see <a href="https://arxiv.org/abs/1706.00388">Zagoruyko and Komodakis 2017, section 3</a>
   */
  public void startAsIdentity() {
    if (outChannels < inChannels) {
      throw new IllegalArgumentException(
          outChannels + " filters can't hand on " + inChannels + " channels");
    }
    if (geometry.groups() > 1 && outChannels != inChannels) {
      throw new IllegalArgumentException(
          "in %d groups, filters hand on their own channels only if there are as many"
              .formatted(geometry.groups()));
    }
    if (ToBeLoaded.isOn()) {
      return;
    }
    int seen = inChannels / geometry.groups();
    int area = (int) kernelSize.area();
    float[] identity = new float[inChannels * seen * area];
    int center = kernelSize.height() / 2 * kernelSize.width() + kernelSize.width() / 2;
    for (int c = 0; c < inChannels; c++) {
      identity[(c * seen + c % seen) * area + center] = 1;
    }
    try (Scope temporary = Scope.open()) {
      weight
          .narrow(0, 0, inChannels)
          .copyFrom(Tensor.of(identity, inChannels, seen, kernelSize.height(), kernelSize.width()));
    }
  }

  @Override
  protected Tensor forward(Tensor input) {
    return apply(input, weight, bias);
  }

  /** Its geometry with other filters. */
  Tensor apply(Tensor input, Tensor filters, @Nullable Tensor offsets) {
    return Conv.conv2d(input, filters, offsets, geometry);
  }

  Tensor weight() {
    return weight;
  }

  @Nullable Tensor bias() {
    return bias;
  }

  ConvGeometry geometry() {
    return geometry;
  }

  @Override
  public Map<String, Object> arguments() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("inChannels", inChannels);
    arguments.put("outChannels", outChannels);
    arguments.put("kernelSize", kernelSize.shown());
    arguments.put("stride", geometry.stride().shown());
    arguments.put("padding", geometry.padding().shown());
    if (!geometry.dilation().equals(Size2d.square(1))) {
      arguments.put("dilation", geometry.dilation().shown());
    }
    if (geometry.groups() > 1) {
      arguments.put("groups", geometry.groups());
    }
    arguments.put("bias", bias != null);
    return arguments;
  }
}
