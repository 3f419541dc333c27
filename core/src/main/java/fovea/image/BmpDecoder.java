package fovea.image;

import java.io.IOException;

/** BMP. */
final class BmpDecoder implements Decoder {
  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    return new Decoded(Rgb.of(Readers.read(Readers.BMP, file, limit)), Decoded.NO_EXIF);
  }
}
