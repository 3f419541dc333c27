package fovea.tensor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a convolution in whole numbers lacks where its windows reach into the padding: oneDNN pads
 * with the number 0, which may not be the one that stands for 0. For images of one size it is
 * always the same. The other way, a border of the right number around each image, copies them all,
 * and oneDNN is slower for 9 x 9 than for 7 x 7.
 */
final class PaddedEdges implements AutoCloseable {
  /** Up to here one addition is faster than four at the edges. */
  private static final long FEW_VALUES = 1 << 18;

  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  private final ConvGeometry geometry;
  private final org.bytedeco.pytorch.Tensor offsets;
  private final Map<Size2d, org.bytedeco.pytorch.Tensor> bySize = new ConcurrentHashMap<>();

  /**
   * Those of a layer.
   *
   * @param offsets what a sum lacks for each place of the filters that lies in the padding, [K, 1,
   *     R, S], float64
   */
  PaddedEdges(ConvGeometry geometry, org.bytedeco.pytorch.Tensor offsets) {
    this.geometry = geometry;
    this.offsets = offsets;
    offsets.retainReference();
  }

  /** Adds what a layer's output for images of a size lacks. */
  void addTo(org.bytedeco.pytorch.Tensor output, Size2d images) {
    org.bytedeco.pytorch.Tensor lacking = bySize.computeIfAbsent(images, this::lacking);
    Inside rows =
        Inside.of(
            output.size(HEIGHT),
            geometry.stride().height(),
            geometry.padding().height(),
            images.height() - geometry.dilation().height() * (offsets.size(HEIGHT) - 1));
    Inside columns =
        Inside.of(
            output.size(WIDTH),
            geometry.stride().width(),
            geometry.padding().width(),
            images.width() - geometry.dilation().width() * (offsets.size(WIDTH) - 1));
    if (output.numel() <= FEW_VALUES || 2 * rows.count() * columns.count() < area(output)) {
      output.add_(lacking);
      return;
    }
    add(HEIGHT, 0, rows.first, output, lacking);
    add(HEIGHT, rows.end, output.size(HEIGHT), output, lacking);
    org.bytedeco.pytorch.Tensor middle = output.narrow(HEIGHT, rows.first, rows.count());
    org.bytedeco.pytorch.Tensor same = lacking.narrow(HEIGHT, rows.first, rows.count());
    add(WIDTH, 0, columns.first, middle, same);
    add(WIDTH, columns.end, output.size(WIDTH), middle, same);
  }

  private static long area(org.bytedeco.pytorch.Tensor output) {
    return output.size(HEIGHT) * output.size(WIDTH);
  }

  private static void add(
      int dimension,
      long first,
      long end,
      org.bytedeco.pytorch.Tensor output,
      org.bytedeco.pytorch.Tensor lacking) {
    if (first < end) {
      output
          .narrow(dimension, first, end - first)
          .add_(lacking.narrow(dimension, first, end - first));
    }
  }

  /**
   * The positions along one side at which windows lie in the image.
   *
   * @param end one past the last
   */
  private record Inside(long first, long end) {
    /**
     * Those of an output.
     *
     * @param starts at how many pixels a window can start and lie in the image, 0 or less for none
     */
    static Inside of(long outputs, long stride, long padding, long starts) {
      long first = Math.min(outputs, (padding + stride - 1) / stride);
      long end = Math.floorDiv(padding + starts - 1, stride) + 1;
      return new Inside(first, Math.max(first, Math.min(outputs, end)));
    }

    long count() {
      return end - first;
    }
  }

  /** All places' offsets, less those of the places that lie in the image. */
  private org.bytedeco.pytorch.Tensor lacking(Size2d images) {
    org.bytedeco.pytorch.Tensor inside =
        torch.conv2d(
            torch.ones(1, 1, images.height(), images.width()).to(ScalarType.Double),
            offsets,
            new TensorOptional(),
            geometry.stride().toArray(),
            geometry.padding().toArray(),
            geometry.dilation().toArray(),
            1);
    org.bytedeco.pytorch.Tensor all = offsets.reshape(offsets.size(0), -1).sum(1);
    org.bytedeco.pytorch.Tensor lacking =
        all.reshape(1, -1, 1, 1)
            .sub(inside)
            .to(ScalarType.Float)
            .contiguous(MemoryFormat.ChannelsLast);
    lacking.retainReference();
    return lacking;
  }

  @Override
  public void close() {
    bySize.values().forEach(org.bytedeco.pytorch.Tensor::close);
    bySize.clear();
    offsets.close();
  }
}
