package fovea.tensor;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** Copies between Java arrays and native tensors. */
final class Bytes {
  private Bytes() {}

  static Tensor floats(float[] values, Shape shape) {
    return filled(
        "of", DType.FLOAT32, shape, data -> new FloatPointer(data).put(values, 0, values.length));
  }

  static Tensor longs(long[] values, Shape shape) {
    return filled(
        "ofLongs", DType.INT64, shape, data -> new LongPointer(data).put(values, 0, values.length));
  }

  static Tensor raw(byte[] values, DType dtype, Shape shape) {
    long expected = shape.elements() * dtype.bytes();
    ShapeRules.require(
        values.length == expected,
        "ofRaw: %d bytes, and shape %s of %s takes %d",
        values.length,
        shape,
        dtype,
        expected);
    return filled(
        "ofRaw", dtype, shape, data -> new BytePointer(data).put(values, 0, values.length));
  }

  static float[] toFloats(Tensor tensor) {
    float[] values = new float[length(tensor)];
    read(
        "toFloats",
        tensor,
        handle -> handle.to(Native.scalarType(DType.FLOAT32)),
        data -> new FloatPointer(data).get(values, 0, values.length));
    return values;
  }

  static long[] toLongs(Tensor tensor) {
    ShapeRules.require(
        tensor.dtype() == DType.INT64, "toLongs: %s is not int64", tensor.describe());
    long[] values = new long[length(tensor)];
    read(
        "toLongs",
        tensor,
        handle -> handle,
        data -> new LongPointer(data).get(values, 0, values.length));
    return values;
  }

  static byte[] toRaw(Tensor tensor) {
    byte[] values = new byte[Math.multiplyExact(length(tensor), tensor.dtype().bytes())];
    read(
        "toRaw",
        tensor,
        handle -> handle,
        data -> new BytePointer(data).get(values, 0, values.length));
    return values;
  }

  private static Tensor filled(String name, DType dtype, Shape shape, Consumer<Pointer> fill) {
    return Native.op(
        name,
        () -> Operands.of().with("size", shape.toArray()).with("dtype", dtype),
        () -> {
          org.bytedeco.pytorch.Tensor made = Native.empty(dtype, shape);
          if (shape.elements() > 0) {
            fill.accept(Native.data(made));
          }
          return made;
        });
  }

  private static void read(
      String name,
      Tensor tensor,
      UnaryOperator<org.bytedeco.pytorch.Tensor> converted,
      Consumer<Pointer> copy) {
    Native.run(
        name,
        () -> {
          org.bytedeco.pytorch.Tensor plain = converted.apply(tensor.handle()).contiguous();
          if (tensor.shape().elements() > 0) {
            copy.accept(Native.data(plain));
          }
        });
    Tape.note(name, () -> Operands.of(tensor), null);
  }

  private static int length(Tensor tensor) {
    return Math.toIntExact(tensor.shape().elements());
  }
}
