package fovea.image.vp8;

/** From coefficients back to differences of samples (RFC 6386, section 14). */
final class Transform {
  private static final int COSINE = 85627; // sqrt(2) cos(pi / 8), of 65,536
  private static final int SINE = 35468; // sqrt(2) sin(pi / 8)

  private Transform() {}

  /** Turns the means' coefficients into the first coefficient of each of 16 blocks. */
  static void means(int[] in, int[] blocks) {
    int[] t = new int[16];
    for (int i = 0; i < 4; i++) {
      int a0 = in[i] + in[12 + i];
      int a1 = in[4 + i] + in[8 + i];
      int a2 = in[4 + i] - in[8 + i];
      int a3 = in[i] - in[12 + i];
      t[i] = a0 + a1;
      t[4 + i] = a3 + a2;
      t[8 + i] = a0 - a1;
      t[12 + i] = a3 - a2;
    }
    for (int i = 0; i < 16; i += 4) {
      int a0 = t[i] + 3 + t[i + 3];
      int a1 = t[i + 1] + t[i + 2];
      int a2 = t[i + 1] - t[i + 2];
      int a3 = t[i] + 3 - t[i + 3];
      blocks[16 * i] = (a0 + a1) >> 3;
      blocks[16 * i + 16] = (a3 + a2) >> 3;
      blocks[16 * i + 32] = (a0 - a1) >> 3;
      blocks[16 * i + 48] = (a3 - a2) >> 3;
    }
  }

  /** Adds a block of 4 x 4 whose coefficients begin at {@code from}, to what was predicted. */
  static void add(int[] in, int from, int[] t, byte[] samples, int to, int stride) {
    for (int i = 0; i < 4; i++) {
      int a = in[from + i] + in[from + 8 + i];
      int b = in[from + i] - in[from + 8 + i];
      int c = times(in[from + 4 + i], SINE) - times(in[from + 12 + i], COSINE);
      int d = times(in[from + 4 + i], COSINE) + times(in[from + 12 + i], SINE);
      t[4 * i] = a + d;
      t[4 * i + 1] = b + c;
      t[4 * i + 2] = b - c;
      t[4 * i + 3] = a - d;
    }
    for (int y = 0; y < 4; y++) {
      int a = t[y] + 4 + t[8 + y];
      int b = t[y] + 4 - t[8 + y];
      int c = times(t[4 + y], SINE) - times(t[12 + y], COSINE);
      int d = times(t[4 + y], COSINE) + times(t[12 + y], SINE);
      int at = to + y * stride;
      add(samples, at, a + d);
      add(samples, at + 1, b + c);
      add(samples, at + 2, b - c);
      add(samples, at + 3, a - d);
    }
  }

  /** As the other does where all coefficients but the first are zero. */
  static void addFirst(int first, byte[] samples, int to, int stride) {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        add(samples, to + y * stride + x, first + 4);
      }
    }
  }

  private static void add(byte[] samples, int at, int eighths) {
    int value = (samples[at] & 0xff) + (eighths >> 3);
    samples[at] = (byte) (value < 0 ? 0 : Math.min(value, 255));
  }

  private static int times(int value, int factor) {
    return (value * factor) >> 16;
  }
}
