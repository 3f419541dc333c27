package fovea.image;

import java.io.IOException;

/** GIF, of an animation the first picture. */
final class GifDecoder implements Decoder {
  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    return new Decoded(Rgb.of(Readers.read(Readers.GIF, file, limit)), Decoded.NO_EXIF);
  }
}
