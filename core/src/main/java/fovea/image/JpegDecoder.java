package fovea.image;

import fovea.FoveaException;
import java.awt.color.ICC_Profile;
import java.awt.image.Raster;
import java.io.IOException;

/** JPEG, with EXIF in its segments. */
final class JpegDecoder implements Decoder {
  private static final byte[] NO_PROFILE = {};

  @Override
  public Decoded decode(byte[] bytes, SizeLimit limit) throws IOException {
    JpegFile file = JpegFile.of(bytes);
    try {
      return new Decoded(pixels(file, limit), Orientation.of(file.exif()));
    } catch (IOException | RuntimeException e) {
      if (e instanceof FoveaException || file.rarity().isEmpty()) {
        throw e;
      }
      Unreadable rare = new Unreadable(file.rarity());
      rare.initCause(e);
      throw rare;
    }
  }

  private static Pixels pixels(JpegFile file, SizeLimit limit) throws IOException {
    byte[] profile = file.profile();
    if (profile.length > 0) {
      try {
        return pixels(file, profile, limit);
      } catch (FoveaException e) { // too large
        throw e;
      } catch (IOException | RuntimeException e) { // of a profile that is damaged
        return pixels(file, NO_PROFILE, limit);
      }
    }
    return pixels(file, profile, limit);
  }

  private static Pixels pixels(JpegFile file, byte[] profile, SizeLimit limit) throws IOException {
    byte[] picture = file.normalised(profile.length > 0);
    return switch (file.colors()) {
      case GREY, RGB -> Rgb.of(Readers.read(Readers.JPEG, picture, limit));
      case YCBCR -> {
        boolean[] halved = file.halvedRows();
        yield profile.length == 0 && (halved[0] || halved[1] || halved[2])
            ? JpegRows.toRgb(Readers.readRaster(Readers.JPEG, picture, limit), halved)
            : Rgb.of(Readers.read(Readers.JPEG, picture, limit));
      }
      case CMYK, YCCK -> {
        Raster stored = Readers.readRaster(Readers.JPEG, picture, limit);
        yield profile.length == 0
            ? JpegInks.toRgb(stored, file.colors())
            : JpegInks.toRgb(stored, file.colors(), ICC_Profile.getInstance(profile));
      }
    };
  }
}
