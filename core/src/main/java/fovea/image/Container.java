package fovea.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the outer structure of an image file tells without decoding: whether the file is whole, and
 * where its EXIF block lies. Offsets in hostile files may point anywhere; none is followed past the
 * end.
 *
 * @param whole false where the end is missing, which decoders pass over and paint grey
 * @param exif the EXIF block, a TIFF structure; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by the one who asked
record Container(boolean whole, byte[] exif) {
  private static final byte[] NONE = {};
  private static final int EXIF_PREAMBLE = 6; // "Exif", two zero bytes

  static Container of(FileKind kind, byte[] file) {
    return switch (kind) {
      case JPEG -> jpeg(file);
      case PNG -> png(ByteBuffer.wrap(file));
      case WEBP -> webp(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
      default -> new Container(true, NONE);
    };
  }

  /** Segments up to the first scan; the end marker can't occur in the compressed data after it. */
  private static Container jpeg(byte[] file) {
    byte[] exif = NONE;
    int at = 2;
    while (at + 4 <= file.length && file[at] == (byte) 0xff) {
      int marker = file[at + 1] & 0xff;
      if (marker == 0xff) { // padding
        at++;
        continue;
      }
      int length = (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
      if (marker == 0xda) {
        return new Container(endsAfter(at, file), exif);
      }
      int next = at + 2 + length;
      if (marker == 0xe1 && exif.length == 0 && next <= file.length) {
        exif = afterPreamble(Arrays.copyOfRange(file, Math.min(at + 4, next), next), true);
      }
      at = next;
    }
    return new Container(false, exif);
  }

  private static boolean endsAfter(int start, byte[] file) {
    for (int i = file.length - 2; i > start; i--) {
      if (file[i] == (byte) 0xff && file[i + 1] == (byte) 0xd9) {
        return true;
      }
    }
    return false;
  }

  private static Container png(ByteBuffer file) {
    byte[] exif = NONE;
    long at = 8;
    while (at + 12 <= file.limit()) {
      int length = file.getInt((int) at);
      int type = file.getInt((int) at + 4);
      long next = at + 12 + Integer.toUnsignedLong(length);
      if (type == 0x49454e44) { // IEND
        return new Container(true, exif);
      }
      if (type == 0x65584966 && next <= file.limit()) { // eXIf
        exif = copy(file, (int) at + 8, length);
      }
      at = next;
    }
    return new Container(false, exif);
  }

  private static Container webp(ByteBuffer file) {
    boolean whole =
        file.limit() >= 12 && file.limit() >= 8 + Integer.toUnsignedLong(file.getInt(4));
    byte[] exif = NONE;
    long at = 12;
    while (at + 8 <= file.limit()) {
      long length = Integer.toUnsignedLong(file.getInt((int) at + 4));
      if (file.getInt((int) at) == 0x46495845 && at + 8 + length <= file.limit()) { // EXIF
        exif = afterPreamble(copy(file, (int) at + 8, (int) length), false);
      }
      at += 8 + length + (length & 1);
    }
    return new Container(whole, exif);
  }

  private static byte[] copy(ByteBuffer file, int from, int length) {
    byte[] bytes = new byte[length];
    file.get(from, bytes);
    return bytes;
  }

  /**
   * In JPEG the preamble tells EXIF from other things that lie in segments of that kind; in WebP
   * some programs write it although they shouldn't.
   */
  private static byte[] afterPreamble(byte[] block, boolean required) {
    boolean there =
        block.length >= EXIF_PREAMBLE
            && block[0] == 'E'
            && block[1] == 'x'
            && block[2] == 'i'
            && block[3] == 'f'
            && block[4] == 0;
    if (there) {
      return Arrays.copyOfRange(block, EXIF_PREAMBLE, block.length);
    }
    return required ? NONE : block;
  }
}
