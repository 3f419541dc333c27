package fovea.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** WebP files put together in memory. */
final class WebpBytes {
  private WebpBytes() {}

  static byte[] chunk(String type, byte[]... content) {
    byte[] all = join(content);
    ByteBuffer chunk = little(8 + all.length + (all.length & 1));
    return chunk.put(ascii(type)).putInt(all.length).put(all).array();
  }

  static byte[] file(byte[]... chunks) {
    byte[] all = join(chunks);
    ByteBuffer file = little(12 + all.length);
    file.put(ascii("RIFF")).putInt(4 + all.length).put(ascii("WEBP")).put(all);
    return file.array();
  }

  /** The chunk of the extended format: what there is, and the canvas. */
  static byte[] extended(int flags, int width, int height) {
    byte[] sizes = join(three(width - 1), three(height - 1));
    return chunk("VP8X", new byte[] {(byte) flags, 0, 0, 0}, sizes);
  }

  /** A frame of an animation; x and y are even. */
  static byte[] frame(int x, int y, int width, int height, byte[]... chunks) {
    byte[] header =
        join(three(x / 2), three(y / 2), three(width - 1), three(height - 1), three(100));
    return chunk("ANMF", header, new byte[1], join(chunks));
  }

  /**
   * A lossless picture of one colour, whose pixels take no bits at all.
   *
   * @param transforms that stand before it by their kinds, 0 to 3; what belongs to them is black
   */
  static byte[] flat(int width, int height, int red, int green, int blue, int... transforms) {
    Bits bits = new Bits();
    bits.put(0x2f, 8);
    bits.put(width - 1, 14);
    bits.put(height - 1, 14);
    bits.put(0, 1 + 3); // alpha, version
    for (int kind : transforms) {
      bits.put(1, 1);
      bits.put(kind, 2);
      if (kind != 2) { // which subtracts green, and has nothing of its own
        bits.put(0, kind == 3 ? 8 : 3); // a palette of one colour, or blocks of 4 x 4
        bits.put(0, 1); // no cache of colours
        bits.codes(0, 0, 0, 0, 0);
      }
    }
    bits.put(0, 1 + 1 + 1); // no transforms, no cache of colours, one group of codes
    bits.codes(green, red, blue, 255, 0); // then alpha, distance
    return bits.bytes();
  }

  /** The content of the first chunk of a type. */
  static byte[] content(byte[] file, String type) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (!new String(file, at, 4, StandardCharsets.US_ASCII).equals(type)) {
      int length = in.getInt(at + 4);
      at += 8 + length + (length & 1);
    }
    return Arrays.copyOfRange(file, at + 8, at + 8 + in.getInt(at + 4));
  }

  static byte[] reference(String name) {
    return References.in("webp").stream()
        .filter(file -> file.endsWith(name))
        .map(WebpBytes::read)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] three(int number) {
    return new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Bits from the lowest on. */
  private static final class Bits {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int current;
    private int count;

    void put(int value, int bits) {
      for (int i = 0; i < bits; i++) {
        current |= (value >> i & 1) << count++;
        if (count == 8) {
          out.write(current);
          current = 0;
          count = 0;
        }
      }
    }

    /** Simple codes of one symbol each. */
    void codes(int... symbols) {
      for (int symbol : symbols) {
        put(1, 1); // a simple code
        put(0, 1); // of one symbol
        put(1, 1); // of eight bits
        put(symbol, 8);
      }
    }

    byte[] bytes() {
      out.write(current);
      return out.toByteArray();
    }
  }
}
