package fovea.image;

import java.io.IOException;

/** PNG, with EXIF in its chunk {@code eXIf}; of an animation the picture for all other programs. */
final class PngDecoder implements Decoder {
  @Override
  public Decoded decode(byte[] bytes, SizeLimit limit) throws IOException {
    PngFile file = PngFile.of(bytes);
    return new Decoded(
        Rgb.of(Readers.read(Readers.PNG, file.normalised(), limit)), Orientation.of(file.exif()));
  }
}
