package fovea.tensor;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Moving the pixels of [N, C, H, W]. */
public final class Geometry {
  private static final long BILINEAR = 0;

  private Geometry() {}

  /** What lies outside an image. */
  public enum Padding {
    ZERO,
    REFLECT
  }

  /** Adds {@code pixels} rows and columns on every side; reflection leaves out the edge itself. */
  public static Tensor pad(Tensor images, int pixels, Padding padding) {
    Shape shape = images.shape();
    ShapeRules.rank("pad", "images", shape, 4, "[N, C, H, W]");
    ShapeRules.require(
        padding == Padding.ZERO || (pixels < shape.size(2) && pixels < shape.size(3)),
        "pad: images %s can be reflected by less than their size, not by %d pixels",
        shape,
        pixels);
    long[] sides = {pixels, pixels, pixels, pixels};
    return Native.op(
        "pad",
        () ->
            Operands.of(images)
                .with("pad", sides)
                .with("mode", padding == Padding.ZERO ? "constant" : "reflect")
                .with("value", 0.0),
        () ->
            padding == Padding.ZERO
                ? torch.pad(images.handle(), sides, "constant", new DoubleOptional(0))
                : torch.reflection_pad2d(images.handle(), sides));
  }

  /**
   * The sampling grid of affine maps, in coordinates where the image's outer edges are -1 and 1.
   *
   * @param theta [N, 2, 3], from output to input coordinates
   * @return [N, H, W, 2], as (x, y)
   */
  public static Tensor affineGrid(Tensor theta, Shape images) {
    ShapeRules.rank("affineGrid", "theta", theta.shape(), 3, "[N, 2, 3]");
    ShapeRules.rank("affineGrid", "images", images, 4, "[N, C, H, W]");
    ShapeRules.require(
        theta.shape().size(0) == images.size(0)
            && theta.shape().size(1) == 2
            && theta.shape().size(2) == 3,
        "affineGrid: theta %s, expected [%d, 2, 3] for images %s",
        theta.shape(),
        images.size(0),
        images);
    return Native.op(
        "affineGrid",
        () -> Operands.of(theta).with("size", images.toArray()).with("alignCorners", false),
        () -> torch.affine_grid_generator(theta.handle(), images.toArray(), false));
  }

  /**
   * Images read at a grid's points, bilinearly.
   *
   * @param images [N, C, H, W]
   * @param grid [N, H', W', 2]; -1 and 1 are the image's outer edges
   * @return [N, C, H', W'], in the images' memory format
   */
  public static Tensor gridSample(Tensor images, Tensor grid, Padding padding) {
    ShapeRules.rank("gridSample", "images", images.shape(), 4, "[N, C, H, W]");
    ShapeRules.rank("gridSample", "grid", grid.shape(), 4, "[N, H, W, 2]");
    ShapeRules.require(
        grid.shape().size(0) == images.shape().size(0) && grid.shape().size(3) == 2,
        "gridSample: grid %s, expected [%d, H, W, 2] for images %s",
        grid.shape(),
        images.shape().size(0),
        images.shape());
    ShapeRules.require(
        images.shape().size(2) > 0 && images.shape().size(3) > 0,
        "gridSample: images %s have no pixels to read",
        images.shape());
    long outside = padding == Padding.ZERO ? 0 : 2;
    MemoryFormat format =
        images.isChannelsLast() ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
    return Native.op(
        "gridSample",
        () ->
            Operands.of(images, grid)
                .with("mode", "bilinear")
                .with("paddingMode", padding == Padding.ZERO ? "zeros" : "reflection")
                .with("alignCorners", false),
        () ->
            torch
                .grid_sampler(images.handle(), grid.handle(), BILINEAR, outside, false)
                .contiguous(format));
  }

  private static final class Resize {
    static final OperatorHandle BILINEAR = Native.operator("aten::_upsample_bilinear2d_aa");
  }

  /**
   * Images in another size, bilinear, averaged over what falls into a pixel where they shrink.
   *
   * @param images [N, C, H, W]
   * @return [N, C, size, size], in the images' memory format
   */
  public static Tensor resize(Tensor images, int size) {
    ShapeRules.rank("resize", "images", images.shape(), 4, "[N, C, H, W]");
    ShapeRules.atLeast("resize", "size", size, 1);
    return Native.op(
        "resize",
        () ->
            Operands.of(images)
                .with("size", new long[] {size, size})
                .with("mode", "bilinear")
                .with("alignCorners", false)
                .with("antialias", true),
        () -> {
          GenericList sizes = new GenericList(new Type.TypePtr(IntType.getIntTypePtr().get()));
          sizes.push_back(new IValue((long) size));
          sizes.push_back(new IValue((long) size));
          IValueVector stack =
              new IValueVector(
                  new IValue(images.handle()),
                  new IValue(sizes),
                  new IValue(false),
                  new IValue(),
                  new IValue());
          Resize.BILINEAR.callBoxed(stack);
          return new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor());
        });
  }
}
