package fovea.image.vp8;

import java.util.Arrays;

/** Predicts samples from those above and on the left (RFC 6386, section 12). */
final class Prediction {
  /** Where the neighbour lies in the edge that is left, read upwards, the corner, and above. */
  private static final int CORNER = 4;

  /** Behind the means of three neighbours come those of two, then the lowest on the left itself. */
  private static final int TWO = 16;

  private static final int LOWEST = 28;

  /**
   * Of the modes from {@link Modes#DOWN} on, what each sample of the block is: the mean of three
   * neighbours around a place of the edge, or of two.
   */
  private static final int[][] DIRECTIONS = {
    {5, 6, 7, 8, 5, 6, 7, 8, 5, 6, 7, 8, 5, 6, 7, 8}, // down
    {3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0}, // across
    {6, 7, 8, 9, 7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12}, // to the lower left
    {4, 5, 6, 7, 3, 4, 5, 6, 2, 3, 4, 5, 1, 2, 3, 4}, // to the lower right
    {20, 21, 22, 23, 4, 5, 6, 7, 3, 20, 21, 22, 2, 4, 5, 6}, // rather down, to the right
    {21, 22, 23, 24, 6, 7, 8, 9, 22, 23, 24, 10, 7, 8, 9, 11}, // rather down, to the left
    {19, 4, 5, 6, 18, 3, 19, 4, 17, 2, 18, 3, 16, 1, 17, 2}, // rather across, and down
    {18, 2, 17, 1, 17, 1, 16, 0, 16, 0, LOWEST, LOWEST, LOWEST, LOWEST, LOWEST, LOWEST} // and up
  };

  private final int[] edge = new int[13];
  private final int[] means = new int[LOWEST + 1];

  /**
   * A square of 16 or 8 samples.
   *
   * @param top whether there are samples above, and not just the border
   */
  void square(Plane plane, int at, int size, int mode, boolean top, boolean left) {
    byte[] s = plane.samples();
    int stride = plane.stride();
    switch (mode) {
      case Modes.MEAN -> {
        byte mean = (byte) mean(s, at, stride, size, top, left);
        for (int y = 0; y < size; y++) {
          Arrays.fill(s, at + y * stride, at + y * stride + size, mean);
        }
      }
      case Modes.DOWN -> {
        for (int y = 0; y < size; y++) {
          System.arraycopy(s, at - stride, s, at + y * stride, size);
        }
      }
      case Modes.ACROSS -> {
        for (int y = 0; y < size; y++) {
          int row = at + y * stride;
          Arrays.fill(s, row, row + size, s[row - 1]);
        }
      }
      default -> plane(s, at, stride, size);
    }
  }

  private static int mean(byte[] s, int at, int stride, int size, boolean top, boolean left) {
    if (!top && !left) {
      return 128;
    }
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += top ? s[at - stride + i] & 0xff : 0;
      sum += left ? s[at - 1 + i * stride] & 0xff : 0;
    }
    int count = top && left ? 2 * size : size;
    return (sum + count / 2) / count;
  }

  private static void plane(byte[] s, int at, int stride, int size) {
    int corner = s[at - stride - 1] & 0xff;
    for (int y = 0; y < size; y++) {
      int row = at + y * stride;
      int slope = (s[row - 1] & 0xff) - corner;
      for (int x = 0; x < size; x++) {
        int value = (s[at - stride + x] & 0xff) + slope;
        s[row + x] = (byte) (value < 0 ? 0 : Math.min(value, 255));
      }
    }
  }

  /**
   * A block of 4 x 4.
   *
   * @param right where the four samples lie that are seen above and to the right of it
   */
  void block(Plane plane, int at, int right, int mode) {
    byte[] s = plane.samples();
    int stride = plane.stride();
    if (mode == Modes.MEAN) {
      byte mean = (byte) mean(s, at, stride, 4, true, true);
      for (int y = 0; y < 4; y++) {
        Arrays.fill(s, at + y * stride, at + y * stride + 4, mean);
      }
    } else if (mode == Modes.PLANE) {
      plane(s, at, stride, 4);
    } else {
      smooth(s, at, stride, right);
      int[] direction = DIRECTIONS[mode - Modes.DOWN];
      for (int i = 0; i < 16; i++) {
        s[at + (i >> 2) * stride + (i & 3)] = (byte) means[direction[i]];
      }
    }
  }

  private void smooth(byte[] s, int at, int stride, int right) {
    int[] e = edge;
    for (int i = 0; i < 4; i++) {
      e[i] = s[at - 1 + (3 - i) * stride] & 0xff;
      e[CORNER + 1 + i] = s[at - stride + i] & 0xff;
      e[CORNER + 5 + i] = s[right + i] & 0xff;
    }
    e[CORNER] = s[at - stride - 1] & 0xff;
    means[0] = (e[1] + 3 * e[0] + 2) >> 2;
    means[12] = (e[11] + 3 * e[12] + 2) >> 2;
    for (int i = 1; i < 12; i++) {
      means[i] = (e[i - 1] + 2 * e[i] + e[i + 1] + 2) >> 2;
    }
    for (int i = 0; i < 12; i++) {
      means[TWO + i] = (e[i] + e[i + 1] + 1) >> 1;
    }
    means[LOWEST] = e[0];
  }
}
