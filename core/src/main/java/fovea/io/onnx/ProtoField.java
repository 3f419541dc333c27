package fovea.io.onnx;

import fovea.FoveaException;
import fovea.files.ProtoMessage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A field of a message of protocol buffers as it is read, of the kinds that {@link ProtoMessage}
 * writes.
 *
 * @param number by which the message's definition knows it
 * @param value of a whole number; the bits of a float
 * @param bytes of a text, an inner message or raw data; empty for numbers
 */
record ProtoField(int number, long value, ByteBuffer bytes) {
  private static final String DAMAGED = "is no ONNX file as Fovea writes them, or is cut short";
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  /**
   * The fields of a message, in order.
   *
   * @throws FoveaException if it isn't one
   */
  static List<ProtoField> of(ByteBuffer message) {
    ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<ProtoField> fields = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        long tag = varint(in);
        int number = Math.toIntExact(tag >>> 3);
        fields.add(
            switch ((int) (tag & 7)) {
              case ProtoMessage.VARINT -> new ProtoField(number, varint(in), NONE);
              case ProtoMessage.FIXED32 -> new ProtoField(number, in.getInt(), NONE);
              case ProtoMessage.BYTES -> new ProtoField(number, 0, slice(in, varint(in)));
              default -> throw damaged();
            });
      }
    } catch (BufferUnderflowException | ArithmeticException e) {
      throw new FoveaException(DAMAGED, e);
    }
    return fields;
  }

  private static ByteBuffer slice(ByteBuffer in, long length) {
    if (length < 0 || length > in.remaining()) {
      throw damaged();
    }
    ByteBuffer slice = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return slice;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged();
  }

  private static FoveaException damaged() {
    return new FoveaException(DAMAGED);
  }

  float decimal() {
    return Float.intBitsToFloat((int) value);
  }

  String text() {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return new String(copy, StandardCharsets.UTF_8);
  }
}
