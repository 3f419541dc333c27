package fovea.io;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor as it lies in a file: row-major, little-endian.
 *
 * @param data read-only, exactly {@code shape.elements() * dtype.bytes()} bytes
 */
public record StoredTensor(DType dtype, Shape shape, ByteBuffer data) {

  /**
   * Keeps a view of what remains in {@code data}, not a copy.
   *
   * @throws IllegalArgumentException if the byte count is unlike the shape
   */
  public StoredTensor {
    data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long expected = Math.multiplyExact(shape.elements(), (long) dtype.bytes());
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "%s %s takes %,d bytes, got %,d".formatted(dtype, shape, expected, data.remaining()));
    }
  }

  /** A copy of the tensor's values, contiguous whatever its memory format. */
  public static StoredTensor of(Tensor tensor) {
    return new StoredTensor(tensor.dtype(), tensor.shape(), ByteBuffer.wrap(tensor.toRaw()));
  }

  /** Numbers in single precision, row by row; a copy. */
  public static StoredTensor of(Shape shape, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new StoredTensor(DType.FLOAT32, shape, bytes);
  }

  /**
   * A tensor of a file's numbers.
   *
   * @param bytes exactly {@code shape.elements() * format.bytes()}
   */
  static StoredTensor of(NumberFormat format, Shape shape, ByteBuffer bytes) {
    if (format.isKept()) {
      return new StoredTensor(format.dtype(), shape, bytes);
    }
    ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int all = Math.toIntExact(shape.elements() * format.dtype().bytes());
    ByteBuffer to = ByteBuffer.allocate(all).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = from.position(); at < from.limit(); at += format.bytes()) {
      format.append(from, at, to);
    }
    return new StoredTensor(format.dtype(), shape, to.flip());
  }

  /** A new tensor of these values, in the open scope. */
  public Tensor toTensor() {
    return Tensor.ofRaw(data(), dtype, shape);
  }

  /** A view of the bytes with a position of its own. */
  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }
}
