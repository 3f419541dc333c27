package fovea.tensor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;

/** Copies between Java arrays and native tensors. */
final class Bytes {
  private Bytes() {}

  static Tensor floats(float[] values, Shape shape) {
    return Native.op(
        "of",
        () -> {
          org.bytedeco.pytorch.Tensor made = Native.empty(DType.FLOAT32, shape);
          FloatPointer unused = new FloatPointer(Native.data(made)).put(values, 0, values.length);
          return made;
        });
  }

  static Tensor longs(long[] values, Shape shape) {
    return Native.op(
        "ofLongs",
        () -> {
          org.bytedeco.pytorch.Tensor made = Native.empty(DType.INT64, shape);
          LongPointer unused = new LongPointer(Native.data(made)).put(values, 0, values.length);
          return made;
        });
  }

  static Tensor raw(byte[] values, DType dtype, Shape shape) {
    long expected = shape.elements() * dtype.bytes();
    Shapes.require(
        values.length == expected,
        "ofRaw: %d bytes, and shape %s of %s takes %d",
        values.length,
        shape,
        dtype,
        expected);
    return Native.op(
        "ofRaw",
        () -> {
          org.bytedeco.pytorch.Tensor made = Native.empty(dtype, shape);
          BytePointer unused = new BytePointer(Native.data(made)).put(values, 0, values.length);
          return made;
        });
  }

  static float[] toFloats(Tensor tensor) {
    return Native.call(
        "toFloats",
        () -> {
          float[] values = new float[length(tensor)];
          org.bytedeco.pytorch.Tensor plain =
              tensor.handle().to(Native.scalarType(DType.FLOAT32)).contiguous();
          FloatPointer unused = new FloatPointer(Native.data(plain)).get(values, 0, values.length);
          return values;
        });
  }

  static long[] toLongs(Tensor tensor) {
    Shapes.require(tensor.dtype() == DType.INT64, "toLongs: %s is not int64", tensor.describe());
    return Native.call(
        "toLongs",
        () -> {
          long[] values = new long[length(tensor)];
          org.bytedeco.pytorch.Tensor plain = tensor.handle().contiguous();
          LongPointer unused = new LongPointer(Native.data(plain)).get(values, 0, values.length);
          return values;
        });
  }

  static byte[] toRaw(Tensor tensor) {
    return Native.call(
        "toRaw",
        () -> {
          byte[] values = new byte[Math.multiplyExact(length(tensor), tensor.dtype().bytes())];
          org.bytedeco.pytorch.Tensor plain = tensor.handle().contiguous();
          BytePointer unused = new BytePointer(Native.data(plain)).get(values, 0, values.length);
          return values;
        });
  }

  private static int length(Tensor tensor) {
    return Math.toIntExact(tensor.shape().elements());
  }
}
