package fovea.image;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The transforms that stand before the pixels of a lossless WebP (RFC 9649, section 3). The reader
 * goes over all pixels for each, and takes any number of them, of which thousands fit in a
 * kilobyte; the format allows each kind once.
 */
final class WebpTransforms {
  private static final int SUBTRACT_GREEN = 2;
  private static final int PALETTE = 3;

  /** Of a colour; and then, in the code of green, what stands for several pixels or a known one. */
  private static final int VALUES = 256;

  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;
  private static final int MOST_CACHE_BITS = 11;

  private final WebpBits bits;

  private WebpTransforms(WebpBits bits) {
    this.bits = bits;
  }

  /**
   * Refuses a picture in which a kind comes twice.
   *
   * @param start where the transforms begin, behind the header
   * @throws IOException then, and if what belongs to a transform is damaged
   */
  static void check(byte[] file, int start, int end, int width, int height) throws IOException {
    new WebpTransforms(new WebpBits(file, start, end)).check(width, height);
  }

  private void check(int width, int height) throws IOException {
    Set<Integer> seen = new HashSet<>();
    int columns = width;
    while (bits.flag()) {
      int kind = bits.number(2);
      if (!seen.add(kind)) {
        throw new IOException("a transform comes twice");
      }
      columns = pass(kind, columns, height);
    }
  }

  /** Reads over what belongs to a transform; gives how many columns the picture has before it. */
  private int pass(int kind, int columns, int height) throws IOException {
    if (kind == SUBTRACT_GREEN) {
      return columns;
    }
    if (kind == PALETTE) {
      int colors = 1 + bits.number(8);
      passPicture(colors);
      return blocks(columns, colors > 16 ? 0 : colors > 4 ? 1 : colors > 2 ? 2 : 3);
    }
    int size = 2 + bits.number(3);
    passPicture(blocks(columns, size) * blocks(height, size));
    return columns;
  }

  private static int blocks(int pixels, int size) {
    return (pixels + (1 << size) - 1) >> size;
  }

  /** Reads over a picture that says something about the large one. */
  private void passPicture(int pixels) throws IOException {
    WebpCode green = WebpCode.read(bits, VALUES + LENGTHS + cache());
    WebpCode red = WebpCode.read(bits, VALUES);
    WebpCode blue = WebpCode.read(bits, VALUES);
    WebpCode alpha = WebpCode.read(bits, VALUES);
    WebpCode distance = WebpCode.read(bits, DISTANCES);
    int at = 0;
    while (at < pixels) {
      int symbol = green.next(bits);
      if (symbol < VALUES) {
        int unused = red.next(bits) + blue.next(bits) + alpha.next(bits);
        at++;
      } else if (symbol < VALUES + LENGTHS) {
        at += prefixed(symbol - VALUES);
        int unused = prefixed(distance.next(bits));
      } else {
        at++;
      }
    }
  }

  /** How many colours that came before have a number. */
  private int cache() throws IOException {
    if (!bits.flag()) {
      return 0;
    }
    int size = bits.number(4);
    if (size < 1 || size > MOST_CACHE_BITS) {
      throw new IOException("a cache of 2^" + size + " colours");
    }
    return 1 << size;
  }

  /** A length or distance, of which a symbol says the magnitude. */
  private int prefixed(int symbol) throws IOException {
    if (symbol < 4) {
      return symbol + 1;
    }
    int more = (symbol - 2) >> 1;
    return ((2 + (symbol & 1)) << more) + bits.number(more) + 1;
  }
}
