package fovea.image;

import java.io.IOException;

/** Numbers of any count of bits, the lowest first. */
final class WebpBits {
  private final byte[] bytes;
  private final long end;
  private long at;

  /** Reads the bytes from {@code start}, up to but without {@code end}. */
  WebpBits(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.end = 8L * end;
    at = 8L * start;
  }

  boolean flag() throws IOException {
    return number(1) == 1;
  }

  int number(int bits) throws IOException {
    if (bits > end - at) {
      throw new IOException("cut short");
    }
    int number = 0;
    for (int i = 0; i < bits; i++, at++) {
      int bit = (bytes[(int) (at >> 3)] >> (int) (at & 7)) & 1;
      number |= bit << i;
    }
    return number;
  }
}
