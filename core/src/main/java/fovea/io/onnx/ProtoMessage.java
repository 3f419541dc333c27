package fovea.io.onnx;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of protocol buffers as it is written, field after field. Large values are kept as they
 * are and copied once, into the file.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">The format</a>
 */
final class ProtoMessage {
  static final int VARINT = 0;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private final List<ByteBuffer> parts = new ArrayList<>();
  private long size;

  /** A whole number. */
  @CanIgnoreReturnValue
  ProtoMessage number(int field, long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tag(out, field, VARINT);
    varint(out, value);
    return append(ByteBuffer.wrap(out.toByteArray()));
  }

  @CanIgnoreReturnValue
  ProtoMessage decimal(int field, float value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tag(out, field, FIXED32);
    append(ByteBuffer.wrap(out.toByteArray()));
    return append(
        ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).flip());
  }

  @CanIgnoreReturnValue
  ProtoMessage text(int field, String value) {
    return bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** Keeps a view of what remains in {@code value}. */
  @CanIgnoreReturnValue
  ProtoMessage bytes(int field, ByteBuffer value) {
    begin(field, value.remaining());
    return append(value.slice());
  }

  /** A message within this one, as far as it is written. */
  @CanIgnoreReturnValue
  ProtoMessage message(int field, ProtoMessage value) {
    begin(field, value.size);
    value.parts.forEach(this::append);
    return this;
  }

  private void begin(int field, long length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tag(out, field, BYTES);
    varint(out, length);
    append(ByteBuffer.wrap(out.toByteArray()));
  }

  @CanIgnoreReturnValue
  private ProtoMessage append(ByteBuffer part) {
    parts.add(part);
    size += part.remaining();
    return this;
  }

  private static void tag(ByteArrayOutputStream out, int field, int wireType) {
    varint(out, ((long) field << 3) | wireType);
  }

  /** Seven bits a byte, the lowest first; a negative number takes ten. */
  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  long size() {
    return size;
  }

  /** All of it, in one array. */
  byte[] toBytes() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
    parts.forEach(part -> all.put(part.duplicate()));
    return all.array();
  }
}
