package fovea.io.onnx;

import fovea.files.ProtoMessage;
import fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A constant of an ONNX graph.
 *
 * @param sizes of its dimensions; none for a single number
 * @param data row-major and little-endian
 */
record OnnxTensor(String name, ElementType type, List<Long> sizes, ByteBuffer data) {
  private static final int SIZES = 1;
  private static final int TYPE = 2;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;

  OnnxTensor {
    sizes = List.copyOf(sizes);
    long elements = sizes.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    if (data.remaining() != elements * type.bytes()) {
      throw new IllegalArgumentException(
          "%s: %d bytes for %s of %s".formatted(name, data.remaining(), sizes, type));
    }
  }

  /** A copy of a tensor's values. */
  static OnnxTensor of(String name, Tensor tensor) {
    return new OnnxTensor(
        name,
        ElementType.of(tensor.dtype()),
        Arrays.stream(tensor.shape().toArray()).boxed().toList(),
        ByteBuffer.wrap(tensor.toRaw()));
  }

  /** A list of whole numbers. */
  static OnnxTensor longs(String name, List<Long> values) {
    ByteBuffer data = buffer(ElementType.INT64, values.size());
    values.forEach(data::putLong);
    return new OnnxTensor(name, ElementType.INT64, List.of((long) values.size()), data.flip());
  }

  /** A single number. */
  static OnnxTensor number(String name, float value) {
    return floats(name, List.of(), value);
  }

  static OnnxTensor floats(String name, List<Long> sizes, float... values) {
    ByteBuffer data = buffer(ElementType.FLOAT, values.length);
    for (float value : values) {
      data.putFloat(value);
    }
    return new OnnxTensor(name, ElementType.FLOAT, sizes, data.flip());
  }

  static ByteBuffer buffer(ElementType type, int elements) {
    return ByteBuffer.allocate(Math.multiplyExact(type.bytes(), elements))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  OnnxTensor named(String other) {
    return new OnnxTensor(other, type, sizes, data);
  }

  /** The same numbers, whatever the name. */
  boolean hasValuesOf(OnnxTensor other) {
    return type == other.type && sizes.equals(other.sizes) && data.equals(other.data);
  }

  /** The values of a tensor of floats. */
  float[] toFloats() {
    float[] values = new float[data.remaining() / Float.BYTES];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  ProtoMessage message() {
    ProtoMessage message = new ProtoMessage();
    sizes.forEach(size -> message.number(SIZES, size));
    return message.number(TYPE, type.number()).text(NAME, name).bytes(RAW_DATA, data);
  }

  static OnnxTensor read(ByteBuffer message) {
    List<Long> sizes = new ArrayList<>();
    ElementType type = ElementType.FLOAT;
    String name = "";
    ByteBuffer data = ByteBuffer.allocate(0);
    for (ProtoField field : ProtoField.of(message)) {
      switch (field.number()) {
        case SIZES -> sizes.add(field.value());
        case TYPE -> type = ElementType.numbered(field.value());
        case NAME -> name = field.text();
        case RAW_DATA -> data = field.bytes();
        default -> {}
      }
    }
    return new OnnxTensor(name, type, sizes, data);
  }
}
