package fovea.variation.corruption;

import fovea.image.ImageFile;
import fovea.image.JpegEncoder;
import fovea.image.Pixels;
import fovea.tensor.Rng;
import java.util.List;

/**
 * Writes a picture as JPEG and reads it again.
 *
 * @param quality from 1 to 100, as libjpeg and Pillow count it
 */
public record JpegCompression(int quality) implements Distortion {
  static final Severities SEVERITIES =
      Severities.of(
          List.of(of(80), of(65), of(58), of(50), of(40)),
          List.of(of(25), of(18), of(15), of(10), of(7)));

  private static JpegCompression of(int quality) {
    return new JpegCompression(quality);
  }

  @Override
  public void on(Picture picture, Rng rng) {
    byte[] file = JpegEncoder.encode(picture.toPixels(), quality);
    Pixels read = ImageFile.decode("a compressed image", file);
    picture.become(Picture.of(read).values());
  }
}
