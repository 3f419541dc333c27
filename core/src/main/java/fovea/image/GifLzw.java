package fovea.image;

import java.io.IOException;

/** GIF's compression: strings of pixels by numbers of up to 12 bits, in a table that grows. */
final class GifLzw {
  private static final int TABLE = 1 << 12;
  private static final int MOST_BITS = 11;

  private final byte[] data;
  private final byte[] pixels;
  private final int clear;
  private final int[] prefix = new int[TABLE];
  private final int[] length = new int[TABLE];
  private final byte[] first = new byte[TABLE];
  private final byte[] last = new byte[TABLE];

  private GifLzw(byte[] data, int bits, int pixels) {
    this.data = data;
    this.pixels = new byte[pixels];
    clear = 1 << bits;
    for (int code = 0; code < clear; code++) {
      length[code] = 1;
      first[code] = (byte) code;
      last[code] = (byte) code;
    }
  }

  /**
   * Decompresses.
   *
   * @param bits of a pixel; of more than 8, as some files have it, the lower 8 count
   * @param pixels as many as are wanted; what follows is not looked at
   * @throws IOException if the data are damaged or too few
   */
  static byte[] decode(byte[] data, int bits, int pixels) throws IOException {
    if (bits < 1 || bits > MOST_BITS) {
      throw new IOException("pixels of " + bits + " bits");
    }
    GifLzw lzw = new GifLzw(data, bits, pixels);
    lzw.decode(bits + 1);
    return lzw.pixels;
  }

  private void decode(int startBits) throws IOException {
    int bits = startBits;
    int next = clear + 2;
    int before = -1;
    int at = 0;
    long position = 0;
    while (at < pixels.length) {
      if (position + bits > 8L * data.length) {
        throw new IOException("data end early");
      }
      int code = number(position, bits);
      position += bits;
      if (code == clear) {
        bits = startBits;
        next = clear + 2;
        before = -1;
        continue;
      }
      if (code == clear + 1 || code > next || (code == next && before < 0)) {
        throw new IOException("end or unknown string");
      }
      if (before >= 0 && next < TABLE) { // a full table stays as it is until it is cleared
        prefix[next] = before;
        length[next] = length[before] + 1;
        first[next] = first[before];
        last[next] = first[code == next ? before : code];
        next++;
        if (next == 1 << bits && next < TABLE) {
          bits++;
        }
      }
      write(code, at);
      at += length[code];
      before = code;
    }
  }

  /** The bits of a number begin at the lower end of a byte. */
  private int number(long position, int bits) {
    int from = (int) (position >> 3);
    int value = 0;
    for (int i = 0; i < 3 && from + i < data.length; i++) {
      value |= (data[from + i] & 0xff) << (8 * i);
    }
    return value >> (position & 7) & ((1 << bits) - 1);
  }

  private void write(int code, int at) {
    int string = code;
    for (int to = at + length[code] - 1; to >= at; to--) {
      if (to < pixels.length) {
        pixels[to] = last[string];
      }
      string = prefix[string];
    }
  }
}
