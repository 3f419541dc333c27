package fovea.io.onnx;

import fovea.FoveaException;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a tensor of either call is in the graph; another one each time an operation makes one. */
final class Value {
  private final String name;
  private final boolean isConstant;

  /** Its values, if it is constant; those of a weight are copied when they are asked for. */
  private @Nullable OnnxTensor values;

  private final @Nullable Tensor weight;
  private final DType type;
  private final Shape two;
  private final Shape three;

  private Value(
      String name,
      boolean isConstant,
      @Nullable OnnxTensor values,
      @Nullable Tensor weight,
      DType type,
      Shape two,
      Shape three) {
    this.name = name;
    this.isConstant = isConstant;
    this.values = values;
    this.weight = weight;
    this.type = type;
    this.two = two;
    this.three = three;
  }

  /** What depends on the images. */
  static Value computed(String name, DType type, Shape two, Shape three) {
    return new Value(name, false, null, null, type, two, three);
  }

  /**
   * What is the same for all images.
   *
   * @param name it should have in the graph, where that is free
   */
  static Value constant(String name, OnnxTensor values, DType type, Shape shape) {
    return new Value(name, true, values, null, type, shape, shape);
  }

  /** A tensor of the network's own. */
  static Value weight(String name, Tensor tensor) {
    return new Value(name, true, null, tensor, tensor.dtype(), tensor.shape(), tensor.shape());
  }

  /** In the graph; what a constant is called there if that is free. */
  String name() {
    return name;
  }

  boolean isConstant() {
    return isConstant;
  }

  /** The values of a constant. */
  OnnxTensor constant() {
    if (values == null) {
      values = OnnxTensor.of(name, Objects.requireNonNull(weight));
    }
    return values.named(name);
  }

  DType type() {
    return type;
  }

  int rank() {
    return two.rank();
  }

  /** The sizes of its dimensions. */
  List<Size> sizes() {
    return sizes(two, three);
  }

  /**
   * @throws FoveaException if the two have not as many dimensions; a sentence without the module
   */
  static List<Size> sizes(Shape two, Shape three) {
    if (two.rank() != three.rank()) {
      throw new FoveaException(
          "gives %s for two images and %s for three, expected as many dimensions"
              .formatted(two, three));
    }
    List<Size> sizes = new ArrayList<>();
    for (int d = 0; d < two.rank(); d++) {
      sizes.add(new Size(two.size(d), three.size(d)));
    }
    return sizes;
  }

  /** A size that is the same for any number of images. */
  long fixed(int dim) {
    return sizes().get(dim < 0 ? dim + rank() : dim).fixed();
  }

  /** A number in both calls: of two images, and of three. */
  record Size(long two, long three) {
    boolean isFixed() {
      return two == three;
    }

    /**
     * @throws FoveaException if it isn't one for any number of images; a sentence without the
     *     module
     */
    long fixed() {
      if (!isFixed()) {
        throw new FoveaException(
            "has a size of %d for two images and %d for three, expected one of all"
                .formatted(two, three));
      }
      return two;
    }

    /**
     * How many times the number of images it is.
     *
     * @throws FoveaException if it is no multiple; a sentence without the module
     */
    long timesTheBatch() {
      long times = two / 2;
      if (times < 1 || two != 2 * times || three != 3 * times) {
        throw new FoveaException(
            "has a size of %d for two images and %d for three, expected a multiple of their number"
                .formatted(two, three));
      }
      return times;
    }
  }
}
