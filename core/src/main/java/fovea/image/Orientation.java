package fovea.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, from EXIF, and the turning and mirroring that puts the image upright.
 *
 * @param exif 1 (upright) to 8, as EXIF 2.32 numbers them in its section 4.6.4
 */
record Orientation(int exif) {
  static final Orientation UPRIGHT = new Orientation(1);

  private static final int TAG = 0x112;
  private static final int HEADER = 8;
  private static final int ENTRY = 12;

  /** What a number stands for; upright if for nothing. */
  static Orientation of(long number) {
    return number < 1 || number > 8 ? UPRIGHT : new Orientation((int) number);
  }

  /**
   * What a block says; upright where it says nothing of use. Only the entries of its first
   * directory are looked at, as far as they are there: the rest is often damaged or cut off.
   *
   * @param exifBlock a TIFF structure; may be empty
   */
  static Orientation of(byte[] exifBlock) {
    ByteBuffer block = ByteBuffer.wrap(exifBlock);
    if (exifBlock.length < HEADER) {
      return UPRIGHT;
    }
    switch (block.getInt(0)) {
      case 0x4d4d002a -> {} // "MM", 42
      case 0x49492a00 -> block.order(ByteOrder.LITTLE_ENDIAN);
      default -> {
        return UPRIGHT;
      }
    }
    long directory = Integer.toUnsignedLong(block.getInt(4));
    if (directory + 2 > block.limit()) {
      return UPRIGHT;
    }
    int count = Short.toUnsignedInt(block.getShort((int) directory));
    int entries = (int) directory + 2;
    for (int i = 0; i < count && entries + (i + 1) * ENTRY <= block.limit(); i++) {
      int at = entries + i * ENTRY;
      if (Short.toUnsignedInt(block.getShort(at)) == TAG) {
        return of(number(block, at));
      }
    }
    return UPRIGHT;
  }

  /** What an entry holds: a byte, a short or a long number by its type, or nothing of use. */
  private static long number(ByteBuffer block, int entry) {
    return switch (block.getShort(entry + 2)) {
      case 1 -> block.get(entry + 8);
      case 3 -> block.getShort(entry + 8);
      case 4 -> block.getInt(entry + 8);
      default -> 0;
    };
  }

  /** The image as it should be seen; the same one if it is upright already. */
  Pixels upright(Pixels stored) {
    if (exif == 1) {
      return stored;
    }
    boolean transposed = exif >= 5;
    boolean fromRight = exif == 2 || exif == 3 || exif == 7 || exif == 8;
    boolean fromBottom = exif == 3 || exif == 4 || exif == 6 || exif == 7;
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    byte[] source = stored.rgb();
    byte[] rgb = new byte[source.length];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = transposed ? y : x;
        int row = transposed ? x : y;
        column = fromRight ? stored.width() - 1 - column : column;
        row = fromBottom ? stored.height() - 1 - row : row;
        int from = 3 * (row * stored.width() + column);
        rgb[to++] = source[from];
        rgb[to++] = source[from + 1];
        rgb[to++] = source[from + 2];
      }
    }
    return new Pixels(width, height, rgb);
  }
}
