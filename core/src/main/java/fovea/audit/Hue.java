package fovea.audit;

import fovea.image.Pixels;
import java.awt.Color;

/** Colours by hue, saturation and brightness, the first of which goes around a circle. */
final class Hue {
  private static final int HUES = 72;

  /** Hues that are so near count for one another, either way. */
  private static final int NEAR = 2;

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

  /**
   * The hue that the image's middle has most of, its more colourful pixels counting more.
   *
   * @return in [0, 1)
   */
  static double ofMiddle(Pixels image) {
    double[] weights = new double[HUES];
    float[] color = new float[3];
    byte[] rgb = image.rgb();
    for (int pixel = 0; pixel < rgb.length / 3; pixel++) {
      read(rgb, 3 * pixel, color);
      double chroma = color[1] * color[2];
      double share = Middle.share(image, pixel % image.width(), pixel / image.width());
      weights[(int) (color[0] * HUES) % HUES] += share * chroma * chroma;
    }
    int best = 0;
    double most = -1;
    for (int hue = 0; hue < HUES; hue++) {
      double near = 0;
      for (int d = -NEAR; d <= NEAR; d++) {
        near += weights[Math.floorMod(hue + d, HUES)] * (NEAR + 1 - Math.abs(d));
      }
      if (near > most) {
        most = near;
        best = hue;
      }
    }
    return (best + 0.5) / HUES;
  }

  /**
   * The image with all hues turned.
   *
   * @param by parts of the circle
   */
  static byte[] turned(Pixels image, double by) {
    byte[] rgb = image.rgb();
    byte[] turned = new byte[rgb.length];
    float[] color = new float[3];
    for (int at = 0; at < rgb.length; at += 3) {
      read(rgb, at, color);
      int found = Color.HSBtoRGB((float) (color[0] + by), color[1], color[2]);
      turned[at] = (byte) (found >> 16);
      turned[at + 1] = (byte) (found >> 8);
      turned[at + 2] = (byte) found;
    }
    return turned;
  }

  private static void read(byte[] rgb, int at, float[] color) {
    float[] unused = Color.RGBtoHSB(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff, color);
  }

  static byte toByte(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
