package fovea.tensor;

import fovea.tensor.Geometry.Padding;
import java.nio.FloatBuffer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.global.torch;

/**
 * Whole-pixel moves of float32 images [N, C, H, W], each image its own way, row by row in memory: a
 * tenth of the time of as many tensor operations. Results are channels-last.
 */
public final class PixelMoves {
  private static final int OUTSIDE = -1;

  /** At most: a buffer ends at 2 GB, which a batch may be larger than. */
  private static final int VALUES_IN_BUFFER = 1 << 28;

  private PixelMoves() {}

  /**
   * Moves each image by whole pixels.
   *
   * @param down pixels for each image, less than H where reflected; negative is up
   * @param right pixels for each image, less than W where reflected; negative is left
   * @param padding what comes in from outside
   */
  public static Tensor shift(Tensor images, int[] down, int[] right, Padding padding) {
    Size size = Size.of("shift", images, down.length);
    ShapeRules.require(
        down.length == right.length,
        "shift: %d shifts down and %d right, expected as many",
        down.length,
        right.length);
    for (int n = 0; n < size.images; n++) {
      ShapeRules.require(
          padding == Padding.ZERO
              || (Math.abs(down[n]) < size.height && Math.abs(right[n]) < size.width),
          "shift: images %s can be reflected by less than their size, not by %d and %d pixels",
          images.shape(),
          down[n],
          right[n]);
    }
    return moved(
        "shift",
        on -> on.with("down", longs(down)).with("right", longs(right)).with("paddingMode", padding),
        images,
        size,
        (n, from, to, start) -> shiftOne(from, to, start, size, down[n], right[n], padding));
  }

  private static void shiftOne(
      FloatBuffer from,
      FloatBuffer to,
      int start,
      Size size,
      int down,
      int right,
      Padding padding) {
    int first = Math.min(size.width, Math.max(0, right));
    int end = Math.max(first, Math.min(size.width, size.width + right));
    for (int y = 0; y < size.height; y++) {
      int sourceRow = source(y - down, size.height, padding);
      int row = start + size.at(y, 0);
      if (sourceRow == OUTSIDE) {
        fill(to, row, size.width * size.channels);
        continue;
      }
      int source = start + size.at(sourceRow, 0);
      for (int x = 0; x < size.width; x++) {
        if (x == first && end > first) {
          to.put(
              row + x * size.channels,
              from,
              source + (x - right) * size.channels,
              (end - first) * size.channels);
          x = end - 1;
          continue;
        }
        int column = source(x - right, size.width, padding);
        if (column == OUTSIDE) {
          fill(to, row + x * size.channels, size.channels);
        } else {
          to.put(row + x * size.channels, from, source + column * size.channels, size.channels);
        }
      }
    }
  }

  /** Where a position is read, {@link #OUTSIDE} for a zero; reflection leaves out the edge. */
  private static int source(int position, int size, Padding padding) {
    if (position >= 0 && position < size) {
      return position;
    }
    if (padding == Padding.ZERO) {
      return OUTSIDE;
    }
    return position < 0 ? -position : 2 * (size - 1) - position;
  }

  private static void fill(FloatBuffer to, int start, int count) {
    for (int i = start; i < start + count; i++) {
      to.put(i, 0);
    }
  }

  /**
   * Mirrors some of the images left to right.
   *
   * @param mirrored for each image, whether it is
   */
  public static Tensor mirror(Tensor images, boolean[] mirrored) {
    Size size = Size.of("mirror", images, mirrored.length);
    return moved(
        "mirror",
        on ->
            on.with(
                "mirrored",
                IntStream.range(0, mirrored.length).mapToLong(n -> mirrored[n] ? 1 : 0).toArray()),
        images,
        size,
        (n, from, to, start) -> {
          if (mirrored[n]) {
            mirrorOne(from, to, start, size);
          } else {
            to.put(start, from, start, size.values());
          }
        });
  }

  private static void mirrorOne(FloatBuffer from, FloatBuffer to, int start, Size size) {
    for (int y = 0; y < size.height; y++) {
      for (int x = 0; x < size.width; x++) {
        int target = start + size.at(y, x);
        int source = start + size.at(y, size.width - 1 - x);
        for (int c = 0; c < size.channels; c++) {
          to.put(target + c, from.get(source + c));
        }
      }
    }
  }

  /**
   * Blanks a square of each image.
   *
   * @param top row of each square's first pixel; parts outside the image are left out
   * @param left column of each square's first pixel
   * @param side in pixels
   */
  public static Tensor blank(Tensor images, int[] top, int[] left, int side) {
    Size size = Size.of("blank", images, top.length);
    return moved(
        "blank",
        on -> on.with("top", longs(top)).with("left", longs(left)).with("side", side),
        images,
        size,
        (n, from, to, start) -> {
          to.put(start, from, start, size.values());
          int first = Math.max(0, left[n]);
          int width = Math.min(size.width, left[n] + side) - first;
          int end = Math.min(size.height, top[n] + side);
          for (int y = Math.max(0, top[n]); y < end && width > 0; y++) {
            fill(to, start + size.at(y, first), width * size.channels);
          }
        });
  }

  private interface Move {
    /**
     * Moves an image.
     *
     * @param n its number in the batch
     * @param start where it begins in both buffers
     */
    void apply(int n, FloatBuffer from, FloatBuffer to, int start);
  }

  private record Size(int images, int channels, int height, int width) {
    static Size of(String operation, Tensor images, int moves) {
      Shape shape = images.shape();
      ShapeRules.rank(operation, "images", shape, 4, "[N, C, H, W]");
      ShapeRules.require(
          images.dtype() == DType.FLOAT32 && shape.size(0) == moves,
          "%s: images %s of %s and %d moves, expected float32 and one for each image",
          operation,
          shape,
          images.dtype(),
          moves);
      return new Size(
          moves,
          Math.toIntExact(shape.size(1)),
          Math.toIntExact(shape.size(2)),
          Math.toIntExact(shape.size(3)));
    }

    /** Where a pixel lies in its image. */
    int at(int y, int x) {
      return (y * width + x) * channels;
    }

    /** Of an image. */
    int values() {
      return at(height, 0);
    }
  }

  private static long[] longs(int[] values) {
    return IntStream.of(values).asLongStream().toArray();
  }

  private static Tensor moved(
      String name, UnaryOperator<Operands> attributes, Tensor images, Size size, Move move) {
    Tensor from = images.channelsLast();
    return Native.op(
        name,
        () -> attributes.apply(Operands.of(from)),
        () -> {
          org.bytedeco.pytorch.Tensor made = torch.torch_empty_like(from.handle());
          if (from.shape().elements() > 0) {
            move(floats(from.handle()), floats(made), size, move);
          }
          return made;
        });
  }

  private static void move(FloatPointer from, FloatPointer to, Size size, Move move) {
    int some = Math.max(1, VALUES_IN_BUFFER / size.values());
    for (int first = 0; first < size.images; first += some) {
      int end = Math.min(size.images, first + some);
      FloatBuffer source = images(from, first, end, size);
      FloatBuffer target = images(to, first, end, size);
      for (int n = first; n < end; n++) {
        move.apply(n, source, target, (n - first) * size.values());
      }
    }
  }

  private static FloatPointer floats(org.bytedeco.pytorch.Tensor handle) {
    return new FloatPointer(Native.data(handle));
  }

  private static FloatBuffer images(FloatPointer all, int first, int end, Size size) {
    long count = (long) (end - first) * size.values();
    return all.getPointer((long) first * size.values()).position(0).limit(count).asBuffer();
  }
}
