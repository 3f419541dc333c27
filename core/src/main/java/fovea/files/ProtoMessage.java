package fovea.files;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
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
public final class ProtoMessage {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int BYTES = 2;
  public static final int FIXED32 = 5;

  private static final int LONGEST_VARINT = 10;

  private final List<ByteBuffer> parts = new ArrayList<>();
  private long size;

  /** A whole number. */
  @CanIgnoreReturnValue
  public ProtoMessage number(int field, long value) {
    tag(field, VARINT);
    return append(varint(value));
  }

  /** A number in single precision. */
  @CanIgnoreReturnValue
  public ProtoMessage single(int field, float value) {
    tag(field, FIXED32);
    return append(littleEndian(Float.BYTES).putFloat(value).flip());
  }

  /** A number in double precision. */
  @CanIgnoreReturnValue
  public ProtoMessage real(int field, double value) {
    tag(field, FIXED64);
    return append(littleEndian(Double.BYTES).putDouble(value).flip());
  }

  /** Numbers in double precision, packed. */
  @CanIgnoreReturnValue
  public ProtoMessage reals(int field, double[] values) {
    ByteBuffer packed = littleEndian(Math.multiplyExact(values.length, Double.BYTES));
    packed.asDoubleBuffer().put(values);
    return bytes(field, packed);
  }

  @CanIgnoreReturnValue
  public ProtoMessage text(int field, String value) {
    return bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** Keeps a view of what remains in {@code value}. */
  @CanIgnoreReturnValue
  public ProtoMessage bytes(int field, ByteBuffer value) {
    begin(field, value.remaining());
    return append(value.slice());
  }

  /** A message within this one, as far as it is written. */
  @CanIgnoreReturnValue
  public ProtoMessage message(int field, ProtoMessage value) {
    begin(field, value.size);
    value.parts.forEach(this::append);
    return this;
  }

  private void begin(int field, long length) {
    tag(field, BYTES);
    append(varint(length));
  }

  private void tag(int field, int wireType) {
    append(varint(((long) field << 3) | wireType));
  }

  @CanIgnoreReturnValue
  private ProtoMessage append(ByteBuffer part) {
    parts.add(part);
    size += part.remaining();
    return this;
  }

  /** Seven bits a byte, the lowest first; a negative number takes ten. */
  private static ByteBuffer varint(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_VARINT);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes.put((byte) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    return bytes.put((byte) left).flip();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public long size() {
    return size;
  }

  /** All of it, in one array. */
  public byte[] toBytes() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
    parts.forEach(part -> all.put(part.duplicate()));
    return all.array();
  }
}
