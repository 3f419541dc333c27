package fovea.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of one filter a channel, where oneDNN computes gradients tens of times slower than
 * need be: those of filters wider than three pixels, and in bfloat16 those of an input that is read
 * with strides. The first are computed three columns at a time and added up, the second in float32.
 * {@code docs/decisions/16-depthwise.md} has the figures.
 */
final class Depthwise {
  /** What is as wide at most, and padded beforehand, has fast gradients. */
  private static final int COLUMNS = 3;

  private Depthwise() {}

  /** Whether {@link #conv2d} is for a convolution. */
  static boolean isFor(Tensor input, Tensor weight, ConvGeometry geometry) {
    return geometry.groups() > 1
        && weight.shape().size(1) == 1
        && geometry.dilation().width() == 1
        && Autograd.isRecording()
        && (isWide(weight) || isStrided(input, geometry));
  }

  private static boolean isWide(Tensor weight) {
    return weight.shape().size(3) > COLUMNS && weight.requiresGradient();
  }

  private static boolean isStrided(Tensor input, ConvGeometry geometry) {
    return geometry.stride().area() > 1
        && input.requiresGradient()
        && (Precision.isConverting() || input.dtype() == DType.BFLOAT16);
  }

  /** {@link Conv#conv2d} of such a layer. */
  static org.bytedeco.pytorch.Tensor conv2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvGeometry geometry) {
    if (!isStrided(input, geometry)) {
      return columns(input.handle(), Handles.weight(weight), Handles.bias(bias), geometry);
    }
    try (Precision.Block plain = Precision.FLOAT32.on()) {
      TensorOptional offsets =
          bias == null ? new TensorOptional() : new TensorOptional(inFloat32(bias));
      return columns(input.handle().to(ScalarType.Float), inFloat32(weight), offsets, geometry)
          .to(ScalarType.BFloat16);
    }
  }

  private static org.bytedeco.pytorch.Tensor inFloat32(Tensor weight) {
    return Handles.weight(weight).to(ScalarType.Float);
  }

  private static org.bytedeco.pytorch.Tensor columns(
      org.bytedeco.pytorch.Tensor input,
      org.bytedeco.pytorch.Tensor weight,
      TensorOptional bias,
      ConvGeometry geometry) {
    long width = weight.size(3);
    if (width <= COLUMNS) {
      return geometry.conv2d(input, weight, bias);
    }
    long sides = geometry.padding().width();
    org.bytedeco.pytorch.Tensor padded =
        torch.constant_pad_nd(input, new long[] {sides, sides}, new Scalar(0.0));
    ConvGeometry inside = geometry.padded(new Size2d(geometry.padding().height(), 0));
    long stride = geometry.stride().width();
    long last = (padded.size(3) - width) / stride * stride;
    org.bytedeco.pytorch.Tensor sum =
        inside.conv2d(padded.narrow(3, 0, last + COLUMNS), weight.narrow(3, 0, COLUMNS), bias);
    for (long first = COLUMNS; first < width; first += COLUMNS) {
      long count = Math.min(COLUMNS, width - first);
      sum =
          sum.add(
              inside.conv2d(
                  padded.narrow(3, first, last + count),
                  weight.narrow(3, first, count),
                  new TensorOptional()));
    }
    return sum;
  }
}
