package fovea.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/** PNG, with EXIF in its chunk {@code eXIf}. */
final class PngDecoder implements Decoder {
  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    byte[] exif = exif(ByteBuffer.wrap(file));
    return new Decoded(Rgb.of(Readers.read(Readers.PNG, file, limit)), exif);
  }

  private static byte[] exif(ByteBuffer file) throws Unreadable {
    byte[] exif = Decoded.NO_EXIF;
    long at = 8;
    while (at + 12 <= file.limit()) {
      int length = file.getInt((int) at);
      int type = file.getInt((int) at + 4);
      long next = at + 12 + Integer.toUnsignedLong(length);
      if (type == 0x49454e44) { // IEND
        return exif;
      }
      if (type == 0x65584966 && next <= file.limit()) { // eXIf
        exif = new byte[length];
        file.get((int) at + 8, exif);
      }
      at = next;
    }
    throw Unreadable.cutShort();
  }
}
