package fovea.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** WebP, of an animation the first picture. */
final class WebpDecoder implements Decoder {
  private static final byte[] PREAMBLE = {'E', 'x', 'i', 'f', 0, 0};

  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    byte[] exif = exif(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
    return new Decoded(Rgb.of(Readers.read(Readers.WEBP, file, limit)), exif);
  }

  private static byte[] exif(ByteBuffer file) throws Unreadable {
    if (file.limit() < 12 || file.limit() < 8 + Integer.toUnsignedLong(file.getInt(4))) {
      throw Unreadable.cutShort();
    }
    byte[] exif = Decoded.NO_EXIF;
    long at = 12;
    while (at + 8 <= file.limit()) {
      long length = Integer.toUnsignedLong(file.getInt((int) at + 4));
      if (file.getInt((int) at) == 0x46495845 && at + 8 + length <= file.limit()) { // EXIF
        exif = new byte[(int) length];
        file.get((int) at + 8, exif);
      }
      at += 8 + length + (length & 1);
    }
    return withoutPreamble(exif);
  }

  /** JPEG's, which some programs write here too although they shouldn't. */
  private static byte[] withoutPreamble(byte[] exif) {
    boolean there =
        exif.length >= PREAMBLE.length
            && Arrays.equals(exif, 0, PREAMBLE.length, PREAMBLE, 0, PREAMBLE.length);
    return there ? Arrays.copyOfRange(exif, PREAMBLE.length, exif.length) : exif;
  }
}
