package fovea.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** TIFF files put together in memory: a header, the directory, its values, a strip. */
final class TiffBytes {
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;

  private final SortedMap<Integer, Entry> entries = new TreeMap<>();
  private byte[] strip = {};

  private record Entry(int type, int count, byte[] value) {
    /** Shorter values stand in the directory itself. */
    int lengthElsewhere() {
      return value.length > 4 ? value.length : 0;
    }
  }

  private TiffBytes() {}

  /** A page of three channels of eight bits, without compression, a strip or anything else. */
  static TiffBytes page(int width, int height) {
    return new TiffBytes()
        .put(256, width)
        .put(257, height)
        .put(258, 8, 8, 8)
        .put(259, 1)
        .put(262, 2)
        .put(277, 3);
  }

  /** Four by four pixels of (100, 100, 100). */
  static TiffBytes grey() {
    byte[] pixels = new byte[48];
    Arrays.fill(pixels, (byte) 100);
    return page(4, 4).strips(pixels, 1);
  }

  /** A page whose strips, of as many rows, are JPEG files: the same one several times. */
  static TiffBytes ofJpeg(int width, int rows, byte[] jpeg, int strips) {
    return page(width, rows * strips).put(259, 7).put(262, 6).put(278, rows).strips(jpeg, strips);
  }

  TiffBytes put(int tag, int... numbers) {
    ByteBuffer value = ByteBuffer.allocate(4 * numbers.length);
    Arrays.stream(numbers).forEach(value::putInt);
    entries.put(tag, new Entry(LONG, numbers.length, value.array()));
    return this;
  }

  /** An entry whose bytes are those of the file from a place on. */
  TiffBytes point(int tag, int place, int count) {
    byte[] value = ByteBuffer.allocate(4).putInt(place).array();
    entries.put(tag, new Entry(UNDEFINED, count, value));
    return this;
  }

  private TiffBytes strips(byte[] content, int times) {
    strip = content;
    put(STRIP_OFFSETS, new int[times]);
    return put(STRIP_BYTE_COUNTS, IntStream.generate(() -> content.length).limit(times).toArray());
  }

  byte[] file() {
    int values = 8 + 2 + 12 * entries.size() + 4;
    int place = values + entries.values().stream().mapToInt(Entry::lengthElsewhere).sum();
    int strips = entries.get(STRIP_OFFSETS).count;
    put(STRIP_OFFSETS, IntStream.generate(() -> place).limit(strips).toArray());
    ByteBuffer file = ByteBuffer.allocate(place + strip.length);
    file.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    file.putShort((short) entries.size());
    int value = values;
    for (SortedMap.Entry<Integer, Entry> tagged : entries.entrySet()) {
      Entry entry = tagged.getValue();
      file.putShort((short) (int) tagged.getKey()).putShort((short) entry.type);
      file.putInt(entry.count);
      if (entry.lengthElsewhere() == 0) {
        file.put(Arrays.copyOf(entry.value, 4));
      } else {
        file.putInt(value);
        System.arraycopy(entry.value, 0, file.array(), value, entry.value.length);
        value += entry.value.length;
      }
    }
    System.arraycopy(strip, 0, file.array(), place, strip.length);
    return file.array();
  }
}
