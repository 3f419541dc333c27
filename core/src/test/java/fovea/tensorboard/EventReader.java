package fovea.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads event files by the definitions of TFRecord and of Protocol Buffers, written apart from what
 * writes them.
 */
final class EventReader {
  private EventReader() {}

  /**
   * A message: its fields by number, each a Long, a ByteBuffer of 4 or 8 bytes, or a byte array.
   */
  record Message(Map<Integer, List<Object>> fields) {
    static Message of(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      Map<Integer, List<Object>> fields = new LinkedHashMap<>();
      while (in.hasRemaining()) {
        long tag = varint(in);
        Object value =
            switch ((int) (tag & 7)) {
              case 0 -> varint(in);
              case 1 -> in.getDouble();
              case 2 -> part(in, (int) varint(in));
              case 5 -> in.getFloat();
              default -> throw new AssertionError("wire type " + (tag & 7));
            };
        fields.computeIfAbsent((int) (tag >>> 3), f -> new ArrayList<>()).add(value);
      }
      return new Message(fields);
    }

    private static long varint(ByteBuffer in) {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = in.get();
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
    }

    private static byte[] part(ByteBuffer in, int length) {
      byte[] part = new byte[length];
      in.get(part);
      return part;
    }

    boolean has(int field) {
      return fields.containsKey(field);
    }

    Object only(int field) {
      assertThat(fields.get(field)).as("field %d", field).hasSize(1);
      return fields.get(field).get(0);
    }

    long number(int field) {
      return has(field) ? (long) only(field) : 0;
    }

    Message message(int field) {
      return of((byte[]) only(field));
    }

    String text(int field) {
      return new String((byte[]) only(field), StandardCharsets.UTF_8);
    }

    double[] reals(int field) {
      ByteBuffer packed = ByteBuffer.wrap((byte[]) only(field)).order(ByteOrder.LITTLE_ENDIAN);
      double[] values = new double[packed.remaining() / Double.BYTES];
      packed.asDoubleBuffer().get(values);
      return values;
    }
  }

  /** A value of a summary: its tag, its step, and the message that it is. */
  record Value(String tag, long step, Message value) {}

  static List<Message> events(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Message> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = Message.part(in, Long.BYTES);
      assertThat(in.getInt()).as("checksum of a length").isEqualTo(masked(length));
      int size = (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] data = Message.part(in, size);
      assertThat(in.getInt()).as("checksum of an event").isEqualTo(masked(data));
      events.add(Message.of(data));
    }
    return events;
  }

  static List<Value> values(Path file) throws IOException {
    return values(List.of(file));
  }

  /** Of files one after the other; a restart takes away what there was from its step on. */
  static List<Value> values(List<Path> files) throws IOException {
    List<Value> values = new ArrayList<>();
    for (Path file : files) {
      for (Message event : events(file)) {
        if (event.has(7)) {
          values.removeIf(value -> value.step() >= event.number(2));
        } else if (event.has(5)) {
          Message value = event.message(5).message(1);
          values.add(new Value(value.text(1), event.number(2), value));
        }
      }
    }
    return values;
  }

  /** CRC-32C bit by bit, masked as TFRecord has it. */
  private static int masked(byte[] data) {
    int crc = ~0;
    for (byte b : data) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
      }
    }
    crc = ~crc;
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }
}
