package fovea.io.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import fovea.FoveaException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a pickle; a length is believed only as far as there are bytes. */
final class PickleInput {
  private static final int LONGEST_LINE = 1000;

  private final ByteBuffer bytes;

  /**
   * @param bytes read from their position on
   */
  PickleInput(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  int u1() {
    return Byte.toUnsignedInt(bytes(1)[0]);
  }

  int u2() {
    return u1() | u1() << 8;
  }

  int i4() {
    return u2() | u2() << 16;
  }

  long u4() {
    return Integer.toUnsignedLong(i4());
  }

  long i8() {
    return u4() | u4() << 32;
  }

  double bigEndianDouble() {
    return ByteBuffer.wrap(bytes(Double.BYTES)).getDouble();
  }

  String utf8(long length) {
    return new String(bytes(length), UTF_8);
  }

  /** Up to the end of the line, which is passed over. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (char next = (char) u1(); next != '\n'; next = (char) u1()) {
      line.append(next);
      if (line.length() > LONGEST_LINE) {
        throw new FoveaException("its pickle has a line of more than 1,000 characters");
      }
    }
    return new String(line.toString().getBytes(ISO_8859_1), UTF_8);
  }

  byte[] bytes(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new FoveaException("its pickle is cut short");
    }
    try {
      byte[] read = new byte[(int) length];
      bytes.get(read);
      return read;
    } catch (BufferUnderflowException e) {
      throw new FoveaException("its pickle is cut short", e);
    }
  }
}
