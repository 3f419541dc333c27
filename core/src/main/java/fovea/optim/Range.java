package fovea.optim;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Neighbours along a tensor's first dimension: what one lane works on at a time. */
record Range(long first, long count) {
  /** Elements of a range: a megabyte, which the caches hold and beside which a call is nothing. */
  static final long ELEMENTS = 1 << 18;

  /** All of a tensor of that shape, cut into ranges of about {@link #ELEMENTS}. */
  static List<Range> of(Shape shape) {
    long elements = shape.elements();
    if (elements <= ELEMENTS) {
      return List.of(new Range(0, shape.rank() == 0 ? 1 : shape.size(0)));
    }
    long rows = shape.size(0);
    long some = Math.max(1, rows * ELEMENTS / elements);
    List<Range> ranges = new ArrayList<>();
    for (long first = 0; first < rows; first += some) {
      ranges.add(new Range(first, Math.min(some, rows - first)));
    }
    return ranges;
  }

  /** A view in the current scope; of a tensor without dimensions, all of it. */
  Tensor in(Tensor tensor) {
    return tensor.shape().rank() == 0 ? tensor.detach() : tensor.narrow(0, first, count);
  }
}
