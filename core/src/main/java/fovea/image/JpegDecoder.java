package fovea.image;

import java.io.IOException;
import java.util.Arrays;

/** JPEG, with EXIF in its segments. */
final class JpegDecoder implements Decoder {
  private static final int EXIF_PREAMBLE = 6; // "Exif", two zero bytes

  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    byte[] exif = exif(file);
    return new Decoded(Rgb.of(Readers.read(Readers.JPEG, file, limit)), exif);
  }

  /** Segments up to the first scan; the end marker can't occur in the compressed data after it. */
  private static byte[] exif(byte[] file) throws Unreadable {
    byte[] exif = Decoded.NO_EXIF;
    int at = 2;
    while (at + 4 <= file.length && file[at] == (byte) 0xff) {
      int marker = file[at + 1] & 0xff;
      if (marker == 0xff) { // padding
        at++;
        continue;
      }
      int length = (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
      if (marker == 0xda && endsAfter(at, file)) {
        return exif;
      }
      int next = at + 2 + length;
      if (marker == 0xe1 && exif.length == 0 && next <= file.length) {
        exif = afterPreamble(Arrays.copyOfRange(file, Math.min(at + 4, next), next));
      }
      at = next;
    }
    throw Unreadable.cutShort();
  }

  private static boolean endsAfter(int start, byte[] file) {
    for (int i = file.length - 2; i > start; i--) {
      if (file[i] == (byte) 0xff && file[i + 1] == (byte) 0xd9) {
        return true;
      }
    }
    return false;
  }

  /** The preamble tells EXIF from other things that lie in segments of that kind. */
  private static byte[] afterPreamble(byte[] block) {
    boolean there =
        block.length >= EXIF_PREAMBLE
            && block[0] == 'E'
            && block[1] == 'x'
            && block[2] == 'i'
            && block[3] == 'f'
            && block[4] == 0;
    return there ? Arrays.copyOfRange(block, EXIF_PREAMBLE, block.length) : Decoded.NO_EXIF;
  }
}
