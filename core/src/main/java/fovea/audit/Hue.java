package fovea.audit;

import fovea.image.Pixels;

/** Colours as brightness and a vector of chroma, the YIQ of television, whose angle is the hue. */
final class Hue {
  private Hue() {}

  /** The image without colours, as bright as before. */
  static byte[] grey(Pixels image) {
    float[] luma = Luma.of(image.rgb());
    byte[] grey = new byte[image.rgb().length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = toByte(luma[i / 3]);
    }
    return grey;
  }

  /** The mean hue of the image's middle, its more colourful pixels counting more; an angle. */
  static double ofMiddle(Pixels image) {
    byte[] rgb = image.rgb();
    double sumI = 0;
    double sumQ = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int at = 3 * (y * image.width() + x);
        double weight = Middle.share(image, x, y);
        sumI += weight * chromaI(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff);
        sumQ += weight * chromaQ(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff);
      }
    }
    return Math.atan2(sumQ, sumI);
  }

  /** The image with all hues turned by an angle. */
  static byte[] turned(Pixels image, double angle) {
    byte[] rgb = image.rgb();
    byte[] turned = new byte[rgb.length];
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int at = 0; at < rgb.length; at += 3) {
      int red = rgb[at] & 0xff;
      int green = rgb[at + 1] & 0xff;
      int blue = rgb[at + 2] & 0xff;
      double luma = 0.299 * red + 0.587 * green + 0.114 * blue;
      double oldI = chromaI(red, green, blue);
      double oldQ = chromaQ(red, green, blue);
      double i = cos * oldI - sin * oldQ;
      double q = sin * oldI + cos * oldQ;
      turned[at] = toByte(luma + 0.956 * i + 0.619 * q);
      turned[at + 1] = toByte(luma - 0.272 * i - 0.647 * q);
      turned[at + 2] = toByte(luma - 1.106 * i + 1.703 * q);
    }
    return turned;
  }

  private static double chromaI(int red, int green, int blue) {
    return 0.596 * red - 0.274 * green - 0.322 * blue;
  }

  private static double chromaQ(int red, int green, int blue) {
    return 0.211 * red - 0.523 * green + 0.312 * blue;
  }

  static byte toByte(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
