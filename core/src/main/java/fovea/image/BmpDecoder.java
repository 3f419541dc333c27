package fovea.image;

import java.io.IOException;
import java.util.Arrays;

/**
 * BMP. The JDK's reader refuses files for sizes in their headers that no other program heeds, and
 * those of OS/2 2; it forgets opacity.
 */
final class BmpDecoder implements Decoder {
  private static final Decoder JPEG = new JpegDecoder();
  private static final Decoder PNG = new PngDecoder();

  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    BmpHeader header = BmpHeader.of(file);
    return switch (header.compression()) {
      // An image of a size of its own, by which memory is taken, whatever the header says.
      case BmpHeader.JPEG -> JPEG.decode(behind(header, file), limit);
      case BmpHeader.PNG -> PNG.decode(behind(header, file), limit);
      default -> {
        limit.check(header.width(), header.height());
        yield decoded(header, pixels(file, header));
      }
    };
  }

  private static byte[] pixels(byte[] file, BmpHeader header) throws IOException {
    return switch (header.compression()) {
      case BmpHeader.PLAIN, BmpHeader.MASKS -> rows(file, header);
      case BmpHeader.RUNS_8, BmpHeader.RUNS_4 -> fromPalette(BmpRuns.decode(file, header), header);
      default -> throw new IOException("compression " + header.compression());
    };
  }

  private static byte[] behind(BmpHeader header, byte[] file) {
    return Arrays.copyOfRange(file, header.pixels(), file.length);
  }

  private static byte[] rows(byte[] file, BmpHeader header) throws IOException {
    long rowBits = (long) header.width() * header.bits();
    long stride = (rowBits + 31) / 32 * 4;
    long end = header.pixels() + (header.height() - 1) * stride + (rowBits + 7) / 8;
    if (end > file.length) {
      throw new IOException("data end early");
    }
    return header.bits() <= 8
        ? fromPalette(indexes(file, header, (int) stride), header)
        : BmpColors.rgb(file, header, (int) stride);
  }

  private static byte[] indexes(byte[] file, BmpHeader header, int stride) {
    int bits = header.bits();
    byte[] indexes = new byte[header.width() * header.height()];
    for (int y = 0, to = 0; y < header.height(); y++) {
      int row = header.pixels() + y * stride;
      for (int x = 0; x < header.width(); x++) {
        int at = x * bits;
        indexes[to++] = (byte) (file[row + (at >> 3)] >> (8 - bits - (at & 7)) & ((1 << bits) - 1));
      }
    }
    return indexes;
  }

  /** Colours that the palette doesn't have are black. */
  private static byte[] fromPalette(byte[] indexes, BmpHeader header) {
    byte[] palette = Arrays.copyOf(header.palette(), 3 * 256);
    byte[] rgb = new byte[3 * indexes.length];
    for (int i = 0, to = 0; i < indexes.length; i++) {
      int from = 3 * (indexes[i] & 0xff);
      rgb[to++] = palette[from];
      rgb[to++] = palette[from + 1];
      rgb[to++] = palette[from + 2];
    }
    return rgb;
  }

  private static Decoded decoded(BmpHeader header, byte[] stored) {
    byte[] rgb = stored;
    if (!header.topDown()) {
      int row = 3 * header.width();
      rgb = new byte[stored.length];
      for (int y = 0; y < header.height(); y++) {
        System.arraycopy(stored, (header.height() - 1 - y) * row, rgb, y * row, row);
      }
    }
    return new Decoded(new Pixels(header.width(), header.height(), rgb), Orientation.UPRIGHT);
  }
}
