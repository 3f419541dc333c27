package fovea.audit;

import fovea.image.Pixels;

/** The middle of an image, a disc with a soft edge, and what surrounds it. */
final class Middle {
  /** Of the shorter side. */
  private static final double RADIUS = 0.36;

  /** Over which the one goes over into the other, of the shorter side. */
  private static final double EDGE = 0.06;

  private Middle() {}

  /** How much of a pixel belongs to the middle, in [0, 1]. */
  static double share(Pixels image, int x, int y) {
    double side = Math.min(image.width(), image.height());
    double distance =
        Math.hypot(x - (image.width() - 1) / 2.0, y - (image.height() - 1) / 2.0) / side;
    return Math.max(0, Math.min(1, (RADIUS + EDGE / 2 - distance) / EDGE));
  }

  /** An image's middle within other surroundings. */
  static byte[] with(Pixels image, byte[] surroundings) {
    byte[] rgb = image.rgb();
    byte[] both = new byte[rgb.length];
    for (int at = 0; at < rgb.length; at++) {
      int pixel = at / 3;
      double share = share(image, pixel % image.width(), pixel / image.width());
      both[at] = Hue.toByte(share * (rgb[at] & 0xff) + (1 - share) * (surroundings[at] & 0xff));
    }
    return both;
  }

  /** A picture of one colour: the mean of what surrounds the image's middle. */
  static byte[] plainSurroundings(Pixels image) {
    byte[] rgb = image.rgb();
    double[] sums = new double[3];
    double weights = 0;
    for (int pixel = 0; pixel < rgb.length / 3; pixel++) {
      double weight = 1 - share(image, pixel % image.width(), pixel / image.width());
      weights += weight;
      for (int c = 0; c < 3; c++) {
        sums[c] += weight * (rgb[3 * pixel + c] & 0xff);
      }
    }
    byte[] plain = new byte[rgb.length];
    for (int at = 0; at < plain.length; at++) {
      plain[at] = Hue.toByte(weights == 0 ? 0 : sums[at % 3] / weights);
    }
    return plain;
  }
}
