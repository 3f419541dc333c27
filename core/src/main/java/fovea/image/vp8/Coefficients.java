package fovea.image.vp8;

import java.util.Arrays;

/** Reads the coefficients of macroblocks (RFC 6386, section 13). */
final class Coefficients {
  /** Blocks of a macroblock: 16 of luma, 4 of each chroma; 16 coefficients each. */
  static final int BLOCKS = 24;

  private static final int LUMA_WITHOUT_FIRST = 0;
  private static final int MEANS = 1;
  private static final int CHROMA = 2;
  private static final int LUMA = 3;

  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

  /** The band of each position; the one behind the last is never asked. */
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};

  /** Probabilities of the further bits of large values. */
  private static final int[][] FURTHER = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final int[] probabilities;

  /**
   * Whether blocks above had coefficients, for each column: 4 of luma, 2 and 2 of chroma, means.
   */
  private final byte[][] above;

  private final byte[] left = new byte[9];

  /** Of the macroblock last read, dequantised, block by block. */
  final int[] values = new int[16 * BLOCKS];

  /** How much of a block isn't zero: 0 nothing, 1 the first coefficient, 2 more. */
  final byte[] extent = new byte[BLOCKS];

  private final int[] means = new int[16];

  Coefficients(int[] probabilities, int columns) {
    this.probabilities = probabilities;
    this.above = new byte[columns][9];
  }

  void startRow() {
    Arrays.fill(left, (byte) 0);
  }

  /** A macroblock without coefficients; means are unknown where blocks have their own modes. */
  void skip(int column, boolean blocks) {
    for (int i = 0; i < (blocks ? 8 : 9); i++) {
      above[column][i] = 0;
      left[i] = 0;
    }
  }

  /** Reads a macroblock's; whether any isn't zero. */
  boolean read(BoolReader in, int column, boolean blocks, FrameHeader.Steps steps) {
    Arrays.fill(values, 0);
    byte[] top = above[column];
    int first = 0;
    if (!blocks) {
      Arrays.fill(means, 0);
      int end = read(in, MEANS, top[8] + left[8], 0, steps.y2First(), steps.y2(), means, 0);
      top[8] = left[8] = (byte) (end > 0 ? 1 : 0);
      Transform.means(means, values);
      first = 1;
    }
    boolean any = false;
    for (int block = 0; block < 16; block++) {
      int x = block & 3;
      int y = block >> 2;
      int kind = blocks ? LUMA : LUMA_WITHOUT_FIRST;
      int end =
          read(in, kind, top[x] + left[y], first, steps.y1First(), steps.y1(), values, 16 * block);
      top[x] = left[y] = (byte) (end > first ? 1 : 0);
      any |= note(block, end);
    }
    for (int block = 16; block < BLOCKS; block++) {
      int plane = block < 20 ? 4 : 6;
      int x = plane + (block & 1);
      int y = plane + (block >> 1 & 1);
      int end =
          read(in, CHROMA, top[x] + left[y], 0, steps.uvFirst(), steps.uv(), values, 16 * block);
      top[x] = left[y] = (byte) (end > 0 ? 1 : 0);
      any |= note(block, end);
    }
    return any;
  }

  private boolean note(int block, int end) {
    extent[block] = (byte) (end > 1 ? 2 : values[16 * block] != 0 ? 1 : 0);
    return extent[block] > 0;
  }

  /** One block's; the position behind the last that was written. */
  private int read(
      BoolReader in, int kind, int context, int first, int firstStep, int step, int[] out, int to) {
    int[] p = probabilities;
    int n = first;
    int at = place(kind, n, context);
    while (n < 16) {
      if (!in.bit(p[at])) {
        return n; // no more
      }
      while (!in.bit(p[at + 1])) { // a zero
        n++;
        if (n == 16) {
          return 16;
        }
        at = place(kind, n, 0);
      }
      boolean large = in.bit(p[at + 2]);
      int value = large ? large(in, at) : 1;
      out[to + ZIGZAG[n]] = (in.flag() ? -value : value) * (n == 0 ? firstStep : step);
      n++;
      at = place(kind, n, large ? 2 : 1);
    }
    return 16;
  }

  private static int place(int kind, int position, int context) {
    return ((kind * 8 + BANDS[position]) * 3 + context) * 11;
  }

  private int large(BoolReader in, int at) {
    int[] p = probabilities;
    if (!in.bit(p[at + 3])) {
      return !in.bit(p[at + 4]) ? 2 : in.bit(p[at + 5]) ? 4 : 3;
    }
    if (!in.bit(p[at + 6])) {
      if (!in.bit(p[at + 7])) {
        return in.bit(159) ? 6 : 5;
      }
      int high = in.bit(165) ? 2 : 0;
      return 7 + high + (in.bit(145) ? 1 : 0);
    }
    int high = in.bit(p[at + 8]) ? 1 : 0;
    int category = 2 * high + (in.bit(p[at + 9 + high]) ? 1 : 0);
    int value = 0;
    for (int probability : FURTHER[category]) {
      value = value << 1 | (in.bit(probability) ? 1 : 0);
    }
    return value + 3 + (8 << category);
  }
}
