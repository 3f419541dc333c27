package fovea.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * How a convolution's filters lie on the image.
 *
 * @param stride pixels from one position to the next
 * @param padding rows and columns of zeros on each side
 * @param dilation pixels from one of a filter's values to the next
 * @param groups parts that the channels fall into; filters of a part see its channels only
 */
public record ConvGeometry(Size2d stride, Size2d padding, Size2d dilation, int groups) {
  public ConvGeometry {
    ShapeRules.require(stride.isAtLeast(1), "conv2d: stride is %s, expected at least 1", stride);
    ShapeRules.require(padding.isAtLeast(0), "conv2d: padding is %s, expected at least 0", padding);
    ShapeRules.require(
        dilation.isAtLeast(1), "conv2d: dilation is %s, expected at least 1", dilation);
    ShapeRules.require(groups >= 1, "conv2d: groups is %d, expected at least 1", groups);
  }

  /** The same along height and width, dense, all channels in one group. */
  public static ConvGeometry of(int stride, int padding) {
    return of(Size2d.square(stride), Size2d.square(padding));
  }

  /** Dense, all channels in one group. */
  public static ConvGeometry of(Size2d stride, Size2d padding) {
    return new ConvGeometry(stride, padding, Size2d.square(1), 1);
  }

  /** The same with other {@code padding}. */
  ConvGeometry padded(Size2d sides) {
    return new ConvGeometry(stride, sides, dilation, groups);
  }

  /** The same with the channels in so many {@code groups}; as many as channels is depthwise. */
  public ConvGeometry grouped(int parts) {
    return new ConvGeometry(stride, padding, dilation, parts);
  }

  /** Rows and columns that a filter reaches over. */
  private Size2d reach(Shape weight) {
    return new Size2d(
        dilation.height() * ((int) weight.size(2) - 1) + 1,
        dilation.width() * ((int) weight.size(3) - 1) + 1);
  }

  boolean isPadded() {
    return padding.height() > 0 || padding.width() > 0;
  }

  boolean everyWindowSeesTheImage(Shape weight) {
    Size2d reach = reach(weight);
    return padding.height() < reach.height() && padding.width() < reach.width();
  }

  /** The native operation. */
  org.bytedeco.pytorch.Tensor conv2d(
      org.bytedeco.pytorch.Tensor input, org.bytedeco.pytorch.Tensor weight, TensorOptional bias) {
    return torch.conv2d(
        input, weight, bias, stride.toArray(), padding.toArray(), dilation.toArray(), groups);
  }

  Operands noted(Operands on) {
    return on.with("stride", stride.toArray())
        .with("padding", padding.toArray())
        .with("dilation", dilation.toArray())
        .with("groups", groups);
  }

  void check(String operation, Shape input, Shape weight) {
    ShapeRules.rank(operation, "input", input, 4, "[N, C, H, W]");
    ShapeRules.rank(operation, "weight", weight, 4, "[outChannels, inChannels, height, width]");
    ShapeRules.require(
        weight.size(0) % groups == 0,
        "%s: weight %s has %s, which can't be parted into %d groups",
        operation,
        weight,
        ShapeRules.count(weight.size(0), "filter"),
        groups);
    ShapeRules.require(
        input.size(1) == groups * weight.size(1),
        "%s: input %s has %s, weight %s wants %d",
        operation,
        input,
        ShapeRules.count(input.size(1), "channel"),
        weight,
        groups * weight.size(1));
    Size2d reach = reach(weight);
    ShapeRules.require(
        input.size(2) + 2L * padding.height() >= reach.height()
            && input.size(3) + 2L * padding.width() >= reach.width(),
        "%s: input %s with padding %s is smaller than the filters of weight %s",
        operation,
        input,
        padding,
        weight);
  }
}
