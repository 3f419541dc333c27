package fovea.io;

import static fovea.io.Header.quoted;

import fovea.FoveaException;
import fovea.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * A tensor of a PyTorch file: number {@code offset + sum of i_d stride_d} of its storage is the one
 * at {@code [i_0, i_1, ...]}.
 */
record TorchView(TorchStorage storage, long offset, Shape shape, List<Long> strides) {
  TorchView {
    strides = List.copyOf(strides);
  }

  /**
   * Refuses a view that its storage can't be seen through.
   *
   * @param name the tensor's
   */
  void check(String name) {
    long elements;
    long last = offset;
    try {
      elements = shape.elements();
      for (int d = 0; d < strides.size(); d++) {
        long steps = Math.max(0, shape.size(d) - 1);
        last = Math.addExact(last, Math.multiplyExact(steps, strides.get(d)));
      }
    } catch (ArithmeticException e) {
      throw new FoveaException(
          "tensor %s has shape %s, more numbers than can be counted".formatted(quoted(name), shape),
          e);
    }
    if (elements > storage.elements() || (elements > 0 && last >= storage.elements())) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "tensor %s has shape %s, but %,d numbers are stored for it; expected one for each",
              quoted(name),
              shape,
              storage.elements()));
    }
    if (bytesHere() > Integer.MAX_VALUE - 16 || storage.bytes() > Integer.MAX_VALUE - 16) {
      throw new FoveaException(
          String.format(
              Locale.ROOT,
              "tensor %s takes %,d bytes, expected less than 2 GB",
              quoted(name),
              Math.max(bytesHere(), storage.bytes())));
    }
  }

  /** That a tensor of these numbers takes. */
  private long bytesHere() {
    return shape.elements() * storage.format().dtype().bytes();
  }

  /** What reading takes beside the storage. */
  long copied() {
    return isRowMajor() && storage.format().isKept() ? 0 : bytesHere();
  }

  private boolean isRowMajor() {
    long expected = 1;
    for (int d = strides.size() - 1; d >= 0; d--) {
      if (shape.size(d) != 1 && strides.get(d) != expected) {
        return false;
      }
      expected *= shape.size(d);
    }
    return true;
  }

  /**
   * The tensor.
   *
   * @param numbers the storage's, little-endian
   */
  StoredTensor of(ByteBuffer numbers) {
    NumberFormat format = storage.format();
    int elements = (int) shape.elements();
    if (isRowMajor() || elements == 0) {
      int begin = elements == 0 ? 0 : (int) offset * format.bytes();
      return StoredTensor.of(format, shape, numbers.slice(begin, elements * format.bytes()));
    }
    ByteBuffer gathered = ByteBuffer.allocate((int) bytesHere()).order(ByteOrder.LITTLE_ENDIAN);
    long[] at = new long[strides.size()];
    long from = offset;
    while (gathered.hasRemaining()) {
      format.append(numbers, (int) from * format.bytes(), gathered);
      for (int d = at.length - 1; d >= 0; d--) { // count up, the last dimension first
        from += strides.get(d);
        if (++at[d] < shape.size(d)) {
          break;
        }
        from -= at[d] * strides.get(d);
        at[d] = 0;
      }
    }
    return new StoredTensor(format.dtype(), shape, gathered.flip());
  }
}
