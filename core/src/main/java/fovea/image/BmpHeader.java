package fovea.image;

import fovea.image.Decoder.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * What the headers of a BMP file say; of Windows 2 to 5 and OS/2 1 and 2. What they say of sizes in
 * bytes is often wrong and isn't needed.
 *
 * @param height in pixels, at least 1
 * @param topDown whether the first row stored is the uppermost
 * @param bits of a pixel
 * @param compression as Windows numbers it
 * @param masks which bits of a pixel are red, green, blue and opacity
 * @param palette three bytes a colour: red, green, blue
 * @param pixels where they begin
 */
@SuppressWarnings("ArrayRecordComponent") // read once
record BmpHeader(
    int width,
    int height,
    boolean topDown,
    int bits,
    int compression,
    int[] masks,
    byte[] palette,
    int pixels) {
  static final int PLAIN = 0;
  static final int RUNS_8 = 1;
  static final int RUNS_4 = 2;
  static final int MASKS = 3;
  static final int JPEG = 4;
  static final int PNG = 5;
  private static final int MASKS_AND_OPACITY = 6;

  private static final Set<Integer> BITS = Set.of(1, 2, 4, 8, 16, 24, 32);
  private static final int FILE_HEADER = 14;
  private static final int OS2 = 12;
  private static final int WINDOWS = 40;
  private static final int OS2_VERSION_2 = 64;

  /**
   * Reads the headers and the palette.
   *
   * @throws Unreadable if the pixels are of a kind that isn't read
   * @throws IOException if they make no sense
   */
  static BmpHeader of(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int size = file.getInt(FILE_HEADER);
    boolean os2 = size == OS2;
    int width = os2 ? Short.toUnsignedInt(file.getShort(18)) : file.getInt(18);
    int height = os2 ? Short.toUnsignedInt(file.getShort(20)) : file.getInt(22);
    int bits = Short.toUnsignedInt(file.getShort(os2 ? 24 : 28));
    int compression = size >= 20 ? file.getInt(30) : PLAIN;
    if (width <= 0 || height == 0 || height == Integer.MIN_VALUE) {
      throw new IOException(width + " x " + height);
    }
    if (size == OS2_VERSION_2 && compression >= MASKS) {
      throw new Unreadable("compressed as only OS/2 does; save it as PNG");
    }
    if ((compression == PLAIN || compression == MASKS || compression == MASKS_AND_OPACITY)
        && !BITS.contains(bits)) {
      throw new Unreadable(
          "of %d bits a pixel, expected 1, 2, 4, 8, 16, 24 or 32; save it as PNG".formatted(bits));
    }
    int[] masks = masks(file, size, bits, compression);
    int afterHeader = FILE_HEADER + size;
    if (size == WINDOWS && compression == MASKS) {
      afterHeader += 12;
    } else if (size == WINDOWS && compression == MASKS_AND_OPACITY) {
      afterHeader += 16;
    }
    int entry = os2 ? 3 : 4;
    int used = size >= 36 ? file.getInt(46) : 0;
    int pixels = file.getInt(10);
    int colors = colors(bits, used, pixels - afterHeader, entry);
    if (pixels < afterHeader || pixels >= bytes.length) {
      pixels = afterHeader + colors * entry;
    }
    return new BmpHeader(
        width,
        Math.abs(height),
        height < 0,
        bits,
        compression == MASKS_AND_OPACITY ? MASKS : compression,
        masks,
        palette(file, afterHeader, colors, entry),
        pixels);
  }

  private static int[] masks(ByteBuffer file, int size, int bits, int compression) {
    if (compression == MASKS || compression == MASKS_AND_OPACITY) {
      boolean opacity = size >= 56 || compression == MASKS_AND_OPACITY;
      int at = FILE_HEADER + WINDOWS;
      return new int[] {
        file.getInt(at),
        file.getInt(at + 4),
        file.getInt(at + 8),
        opacity ? file.getInt(at + 12) : 0
      };
    }
    return bits == 16 ? new int[] {0x7c00, 0x3e0, 0x1f, 0} : new int[] {0xff0000, 0xff00, 0xff, 0};
  }

  /** As many as fit between the header and the pixels, which outranks what the header says. */
  private static int colors(int bits, int used, int space, int entry) {
    if (bits > 8) {
      return 0;
    }
    int colors = used <= 0 || used > 1 << bits ? 1 << bits : used;
    return space > 0 ? Math.min(colors, space / entry) : colors;
  }

  private static byte[] palette(ByteBuffer file, int at, int colors, int entry) {
    byte[] palette = new byte[3 * colors];
    for (int i = 0; i < colors; i++) {
      for (int c = 0; c < 3; c++) {
        palette[3 * i + c] = file.get(at + entry * i + 2 - c);
      }
    }
    return palette;
  }
}
