package fovea.tensor;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shape rules, checked before libtorch is called, with messages that name the rule. */
final class ShapeRules {
  private ShapeRules() {}

  static Shape of(org.bytedeco.pytorch.Tensor handle) {
    long[] sizes = new long[(int) handle.dim()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = handle.size(i);
    }
    return Shape.of(sizes);
  }

  @FormatMethod
  static void require(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(message, arguments));
    }
  }

  static Shape holding(int values, long... sizes) {
    Shape shape = Shape.of(sizes);
    require(
        shape.elements() == values,
        "of: %d values, and shape %s takes %d",
        values,
        shape,
        shape.elements());
    return shape;
  }

  static void same(String operation, Shape mine, Shape other) {
    require(mine.equals(other), "%s: shape %s, expected %s", operation, other, mine);
  }

  static void broadcast(String operation, Shape left, Shape right) {
    int dim = clash(left, right, -1);
    if (dim != 0) {
      throw new IllegalArgumentException(
          "%s: %s and %s don't broadcast: %d against %d in dimension %d"
              .formatted(operation, left, right, left.size(dim), right.size(dim), dim));
    }
  }

  /** The last dimension from {@code from} on down that doesn't broadcast, from the end; else 0. */
  private static int clash(Shape left, Shape right, int from) {
    int common = Math.min(left.rank(), right.rank());
    for (int dim = from; dim >= -common; dim--) {
      long a = left.size(dim);
      long b = right.size(dim);
      if (a != b && a != 1 && b != 1) {
        return dim;
      }
    }
    return 0;
  }

  static void matmul(Shape left, Shape right) {
    require(
        left.rank() >= 1
            && right.rank() >= 1
            && left.size(-1) == right.size(right.rank() == 1 ? 0 : -2),
        "matmul: %s times %s: the last dimension of the first must equal the last but one of the"
            + " second",
        left,
        right);
    int dim = clash(left, right, -3);
    if (dim != 0) {
      throw new IllegalArgumentException(
          "matmul: %s times %s: the batches don't broadcast: %d against %d in dimension %d"
              .formatted(left, right, left.size(dim), right.size(dim), dim));
    }
  }

  /** One value for each channel or feature, where there are any at all. */
  static void vector(String operation, String argument, @Nullable Tensor values, long size) {
    if (values != null && (values.shape().rank() != 1 || values.shape().size(0) != size)) {
      throw new IllegalArgumentException(
          "%s: %s %s, expected [%d]".formatted(operation, argument, values.shape(), size));
    }
  }

  static void linear(String operation, Shape input, Shape weight) {
    require(
        input.rank() >= 1 && input.size(-1) == weight.size(1),
        "%s: input %s ends in %d features, weight %s wants %d",
        operation,
        input,
        input.rank() == 0 ? 0 : input.size(-1),
        weight,
        weight.size(1));
  }

  static void atLeast(String operation, String argument, long value, long least) {
    require(
        value >= least, "%s: %s is %d, expected at least %d", operation, argument, value, least);
  }

  static void reshape(Shape shape, long... sizes) {
    long known = 1;
    int open = 0;
    for (long size : sizes) {
      if (size == -1) {
        open++;
      } else if (size < -1) {
        open = 2; // which fits nothing
      } else {
        known *= size;
      }
    }
    boolean fits =
        open == 0
            ? known == shape.elements()
            : open == 1 && known > 0 && shape.elements() % known == 0;
    require(
        fits,
        "reshape: %s holds %d values and doesn't fit %s",
        shape,
        shape.elements(),
        Arrays.toString(sizes));
  }

  static void narrow(Shape shape, int dim, long start, long length) {
    require(
        dim < shape.rank() && dim >= -shape.rank(), "narrow: %s has no dimension %d", shape, dim);
    require(
        start >= 0 && length >= 0 && start + length <= shape.size(dim),
        "narrow: %d values from %d on don't lie in dimension %d of %s",
        length,
        start,
        dim,
        shape);
  }

  static void rank(String operation, String argument, Shape shape, int rank, String meaning) {
    require(
        shape.rank() == rank,
        "%s: %s %s has %s, expected %d: %s",
        operation,
        argument,
        shape,
        count(shape.rank(), "dimension"),
        rank,
        meaning);
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /**
   * Each names a dimension, from either end; a single number has a dimension of its own, as in
   * PyTorch.
   */
  static void dims(String operation, Shape shape, long... dims) {
    int rank = Math.max(1, shape.rank());
    for (long dim : dims) {
      require(dim < rank && dim >= -rank, "%s: %s has no dimension %d", operation, shape, dim);
    }
  }

  static void unsqueeze(Shape shape, int dim) {
    require(
        dim <= shape.rank() && dim >= -shape.rank() - 1,
        "unsqueeze: %s has no place for a dimension %d",
        shape,
        dim);
  }

  static void permute(Shape shape, long... dims) {
    dims("permute", shape, dims);
    long distinct =
        Arrays.stream(dims).map(dim -> dim < 0 ? dim + shape.rank() : dim).distinct().count();
    require(
        dims.length == shape.rank() && distinct == dims.length,
        "permute: %s does not order the %d dimensions of %s",
        Arrays.toString(dims),
        shape.rank(),
        shape);
  }

  static void expand(Shape shape, long... sizes) {
    boolean fits = sizes.length >= shape.rank();
    for (int front = 0; fits && front < sizes.length - shape.rank(); front++) {
      fits = sizes[front] >= 0; // there is no size to keep
    }
    for (int back = 1; fits && back <= shape.rank(); back++) {
      long own = shape.size(-back);
      long wanted = sizes[sizes.length - back];
      fits = own == wanted || (own == 1 && wanted >= 0) || wanted == -1;
    }
    require(fits, "expand: %s can't be repeated to %s", shape, Arrays.toString(sizes));
  }

  /** All alike, but for the size along {@code free}, which is -1 where no size may differ. */
  static void alike(String operation, List<Shape> shapes, int free) {
    require(!shapes.isEmpty(), "%s: no tensors to join", operation);
    Shape first = shapes.get(0);
    for (Shape shape : shapes) {
      boolean alike = shape.rank() == first.rank();
      for (int dim = 0; alike && dim < first.rank(); dim++) {
        alike = dim == free || shape.size(dim) == first.size(dim);
      }
      require(alike, "%s: %s does not join with %s", operation, shape, first);
    }
  }

  static void index(String operation, Tensor index, int rank) {
    require(
        index.dtype() == DType.INT64 && index.shape().rank() == rank,
        "%s: the index is %s %s, expected int64 with %s",
        operation,
        index.shape(),
        index.dtype(),
        count(rank, "dimension"));
  }
}
