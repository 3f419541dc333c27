package fovea.image;

import java.io.IOException;

/** BMP's pixels of 16, 24 and 32 bits. */
final class BmpColors {
  private static final int OPACITY = 3;

  private BmpColors() {}

  /** In RGB over white, in the order of the rows in the file. */
  static byte[] rgb(byte[] file, BmpHeader header, int stride) throws IOException {
    int[] masks = header.masks();
    if ((masks[0] | masks[1] | masks[2]) == 0) {
      throw new IOException("no bits for colours");
    }
    Channel[] channels = new Channel[masks.length];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = Channel.of(masks[c]);
    }
    // All clear means that a program left the fourth byte unused.
    boolean opaque = masks[OPACITY] == 0 || allClear(file, header, stride, masks[OPACITY]);
    int bytes = header.bits() / 8;
    byte[] rgb = new byte[3 * header.width() * header.height()];
    for (int y = 0, to = 0; y < header.height(); y++) {
      int at = header.pixels() + y * stride;
      for (int x = 0; x < header.width(); x++, at += bytes) {
        int pixel = pixel(file, at, bytes);
        int opacity = opaque ? 255 : channels[OPACITY].toByte(pixel);
        for (int c = 0; c < OPACITY; c++) {
          rgb[to++] = Rgb.overWhite(channels[c].toByte(pixel), opacity);
        }
      }
    }
    return rgb;
  }

  private static int pixel(byte[] file, int at, int bytes) {
    int pixel = 0;
    for (int i = 0; i < bytes; i++) {
      pixel |= (file[at + i] & 0xff) << (8 * i);
    }
    return pixel;
  }

  private static boolean allClear(byte[] file, BmpHeader header, int stride, int mask) {
    int bytes = header.bits() / 8;
    for (int y = 0; y < header.height(); y++) {
      for (int x = 0; x < header.width(); x++) {
        if ((pixel(file, header.pixels() + y * stride + x * bytes, bytes) & mask) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** The bits of a pixel that are one of its channels. */
  private record Channel(int mask, int shift, long full) {
    static Channel of(int mask) {
      int shift = mask == 0 ? 0 : Integer.numberOfTrailingZeros(mask);
      return new Channel(mask, shift, Integer.toUnsignedLong(mask >>> shift));
    }

    int toByte(int pixel) {
      return full == 0 ? 0 : (int) ((((pixel & mask) >>> shift) * 255L + full / 2) / full);
    }
  }
}
